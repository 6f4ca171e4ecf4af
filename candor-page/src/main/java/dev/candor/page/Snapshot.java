package dev.candor.page;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A finished page: all its files, and a signed list of them. Whoever has one can serve it.
///
/// @param files in the order they should be written: `index.html` is last
/// @param manifest the bytes of [Manifest] that are signed
/// @param signature Ed25519 over `manifest`, Base64
/// @param publicKey X.509, Base64: the key it was signed with; whether that key is trusted is [Trust]'s matter
public record Snapshot(
        String slug,
        long sequence,
        Instant renderedAt,
        Optional<String> host,
        List<SnapshotFile> files,
        byte[] manifest,
        String signature,
        String publicKey) {

    public Snapshot {
        files = List.copyOf(files);
    }

    static Snapshot signed(PageModel page, List<SnapshotFile> files, SnapshotKey key) {
        Manifest list = Manifest.of(page, files);
        byte[] manifest = list.bytes();
        return new Snapshot(
                page.slug(),
                page.sequence(),
                page.renderedAt(),
                list.host(),
                files,
                manifest,
                key.sign(manifest),
                key.publicText());
    }

    /// The signature as a file: `{"public_key":"...","signature":"..."}`.
    byte[] signatureFile() {
        return Json.write(Json.object("public_key", publicKey, "signature", signature))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// A manifest whose signature is right, not yet with its files.
    record Promise(Manifest manifest, byte[] bytes, String signature, String publicKey) {
        /// Fetches every file and checks its hash.
        ///
        /// @param fetch gives the bytes of an entry, empty when they cannot be had
        Read read(Function<Manifest.Entry, Optional<byte[]>> fetch) {
            var files = new ArrayList<SnapshotFile>();
            for (Manifest.Entry entry : manifest.files()) {
                Optional<byte[]> bytes = fetch.apply(entry);
                if (bytes.isEmpty()) {
                    return new Read.Refused("cannot read " + entry.path());
                }
                SnapshotFile file = SnapshotFile.of(entry.path(), entry.contentType(), bytes.get());
                if (!file.sha256().equals(entry.sha256())) {
                    return new Read.Refused(entry.path() + " is not what was signed");
                }
                files.add(file);
            }
            return new Read.Whole(new Snapshot(
                    manifest.slug(),
                    manifest.sequence(),
                    manifest.renderedAt(),
                    manifest.host(),
                    files,
                    bytes,
                    signature,
                    publicKey));
        }
    }

    /// What reading a snapshot from somewhere came to.
    public sealed interface Read {
        /// Complete, signed with a trusted key, every file as signed.
        record Whole(Snapshot snapshot) implements Read {}

        /// There is none.
        record Absent() implements Read {}

        /// There is something that must not be served.
        record Refused(String why) implements Read {}
    }

    /// Empty when the two files do not fit together or the key is not trusted.
    static Optional<Promise> promise(byte[] manifest, byte[] signatureFile, Trust trust) {
        try {
            Map<String, @Nullable Object> json = Json.parseObject(signatureFile);
            if (!(json.get("public_key") instanceof String publicKey)
                    || !(json.get("signature") instanceof String signature)
                    || !SnapshotKey.verifies(publicKey, manifest, signature)) {
                return Optional.empty();
            }
            return Manifest.parse(manifest)
                    .filter(list -> trust.trusts(list.slug(), publicKey))
                    .map(list -> new Promise(list, manifest, signature, publicKey));
        } catch (JsonException malformed) {
            return Optional.empty();
        }
    }
}
