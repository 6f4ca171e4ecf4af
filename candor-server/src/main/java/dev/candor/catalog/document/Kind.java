package dev.candor.catalog.document;

import java.util.List;
import java.util.function.Function;

/// A kind of catalog document and how it is read.
///
/// @param plural the top-level key in YAML and the path in the API: `monitors`
/// @param singular for messages: `monitor`
/// @param reader makes the value; reports mistakes to the {@link Reading} and may give anything when it did
/// @param claims what no other document of this kind may have too, besides its name
public record Kind<T>(String plural, String singular, Function<Reading, T> reader, Function<T, List<Claim>> claims) {
    /// Something only one document may have.
    ///
    /// @param key where it stands: `slug`
    /// @param value compared as it is; never shown, it may be a secret
    public record Claim(String key, String value) {}

    public Kind(String plural, String singular, Function<Reading, T> reader) {
        this(plural, singular, reader, _ -> List.of());
    }

    /// Reads a document and gives what it claims.
    List<Claim> claimsOf(Reading reading) {
        return claims.apply(reader.apply(reading));
    }
}
