package dev.candor.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Bytes compressed as hard as the JDK can: done once per change, read a million times.
record Gzipped(byte[] bytes) {
    static byte[] of(byte[] plain) {
        var out = new ByteArrayOutputStream(plain.length / 3 + 64);
        try (var gzip = new Best(out)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // memory does not fail
        }
        return out.toByteArray();
    }

    private static final class Best extends GZIPOutputStream {
        Best(ByteArrayOutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
