package dev.candor.respond.gate;

import dev.candor.platform.auth.Hashes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// What ran already, by file name with its checksum: 64 hex digits of SHA-256, or Flyway's signed number.
public record Applied(Map<String, String> checksums) {
    public static final Applied NOTHING = new Applied(Map.of());

    private static final Pattern LINE = Pattern.compile("\\s*(-?[0-9]{1,10}|[0-9a-fA-F]{64})[\\s,;|*]+(\\S+)\\s*");
    private static final Pattern TURNED = Pattern.compile("\\s*(\\S+?)[\\s,;|]+(-?[0-9]{1,10}|[0-9a-fA-F]{64})\\s*");

    /// Lines `checksum name` or `name checksum`, as `sha256sum` and a query of `flyway_schema_history` (`script`,
    /// `checksum`) give them.
    ///
    /// @throws NotSqlException with the line that is neither
    public static Applied of(String text) throws NotSqlException {
        var checksums = new LinkedHashMap<String, String>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            Matcher one = LINE.matcher(line);
            Matcher turned = TURNED.matcher(line);
            if (one.matches()) {
                checksums.put(bare(one.group(2)), one.group(1).toLowerCase(java.util.Locale.ROOT));
            } else if (turned.matches()) {
                checksums.put(bare(turned.group(1)), turned.group(2).toLowerCase(java.util.Locale.ROOT));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new NotSqlException(number, 1, "expected `checksum name`, as sha256sum writes it");
            }
        }
        return new Applied(checksums);
    }

    /// The files as they ran, by name.
    public static Applied files(Map<String, byte[]> files) {
        var checksums = new LinkedHashMap<String, String>();
        files.forEach((name, bytes) -> checksums.put(bare(name), Hashes.sha256(bytes)));
        return new Applied(checksums);
    }

    static String bare(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    public boolean has(String file) {
        return checksums.containsKey(bare(file));
    }

    /// Whether a file that ran is no longer what ran; empty when it did not run.
    public Optional<Boolean> edited(String file, byte[] now) {
        return Optional.ofNullable(checksums.get(bare(file)))
                .map(known -> !known.equals(known.length() == 64 ? Hashes.sha256(now) : Integer.toString(flyway(now))));
    }

    /// Flyway's checksum: CRC-32 over the lines, without what ends them and without a byte order mark.
    static int flyway(byte[] bytes) {
        var crc = new CRC32();
        String text = new String(bytes, StandardCharsets.UTF_8);
        try (var lines = new BufferedReader(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                crc.update(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // memory does not fail
        }
        return (int) crc.getValue();
    }
}
