package dev.candor.probe.http;

import dev.candor.probe.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// A body read to its end: counted whole, kept in part, decompressed within limits.
/// @param kept the first bytes, decoded
/// @param length of the decoded body
/// @param readable false when its coding is unknown; then the bytes are as they came
record Body(byte[] kept, long length, boolean readable) {
    private static final int MOST_RATIO = 100;
    private static final long RATIO_FROM = 64 << 10; // small bodies of one letter may well shrink more

    static Body read(BodySource source, Connection from, Headers headers, HttpRequestSpec limits, Trace trace)
            throws ExchangeFailure {
        String coding = headers.first("Content-Encoding").orElse("").strip();
        if (coding.equalsIgnoreCase("gzip")
                || coding.equalsIgnoreCase("x-gzip")
                || coding.equalsIgnoreCase("deflate")) {
            return decoded(new Raw(source, from, limits), !coding.equalsIgnoreCase("deflate"), limits, trace);
        }
        return plain(source, from, limits, trace, coding.isEmpty() || coding.equalsIgnoreCase("identity"));
    }

    private static Body plain(BodySource source, Connection from, HttpRequestSpec limits, Trace trace, boolean readable)
            throws ExchangeFailure {
        var kept = new Kept(limits.keptBytes());
        long length = 0;
        for (int ready = source.ready(); ready >= 0; ready = source.ready()) {
            length += ready;
            trace.bodyBytes = length;
            checkLength(length, limits);
            kept.add(from.buffer, from.position, ready);
            source.take(ready);
        }
        return new Body(kept.bytes(), length, readable);
    }

    private static Body decoded(Raw raw, boolean gzip, HttpRequestSpec limits, Trace trace) throws ExchangeFailure {
        var kept = new Kept(limits.keptBytes());
        long length = 0;
        try {
            int first = raw.read();
            if (first < 0) {
                return new Body(BufferPool.NONE, 0, true);
            }
            var pushed = new PushbackInputStream(raw, 1);
            pushed.unread(first);
            boolean zlib = (first & 0x0f) == 8; // the method nibble; raw deflate by mistake is common
            try (InputStream inflated = gzip
                    ? new GZIPInputStream(pushed, 4096)
                    : new InflaterInputStream(pushed, new Inflater(!zlib), 4096)) {
                var chunk = new byte[8192];
                for (int n = inflated.read(chunk); n >= 0; n = inflated.read(chunk)) {
                    length += n;
                    trace.bodyBytes = length;
                    checkLength(length, limits);
                    if (length > RATIO_FROM && length > raw.count * MOST_RATIO) {
                        throw ExchangeFailure.of(
                                Reason.TOO_LARGE,
                                "the compressed body unpacks to more than " + MOST_RATIO + " times its size");
                    }
                    kept.add(chunk, 0, n);
                }
            }
            raw.drain();
        } catch (Raw.Ended ended) {
            throw ended.failure;
        } catch (IOException broken) {
            throw ExchangeFailure.of(
                    Reason.BAD_RESPONSE, "the body is not " + (gzip ? "gzip" : "deflate") + " as announced");
        }
        return new Body(kept.bytes(), length, true);
    }

    private static void checkLength(long length, HttpRequestSpec limits) throws ExchangeFailure {
        if (length > limits.readBytes()) {
            throw ExchangeFailure.of(Reason.TOO_LARGE, "the body is longer than " + size(limits.readBytes()));
        }
    }

    private static String size(long bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : bytes + " bytes";
    }

    private static final class Kept {
        private final int most;
        private byte[] bytes = BufferPool.NONE;
        private int count;

        Kept(int most) {
            this.most = most;
        }

        void add(byte[] from, int offset, int length) {
            int wanted = Math.min(length, most - count);
            if (wanted <= 0) {
                return;
            }
            if (count + wanted > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(count + wanted, bytes.length * 2)));
            }
            System.arraycopy(from, offset, bytes, count, wanted);
            count += wanted;
        }

        byte[] bytes() {
            return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
        }
    }

    /// The framed bytes as a stream, for the decoders.
    private static final class Raw extends InputStream {
        private final BodySource source;
        private final Connection from;
        private final HttpRequestSpec limits;
        private long count;

        /// Carries our failure through the decoder's `IOException`s.
        private static final class Ended extends IOException {
            private final transient ExchangeFailure failure;

            Ended(ExchangeFailure failure) {
                super(failure.detail());
                this.failure = failure;
            }
        }

        Raw(BodySource source, Connection from, HttpRequestSpec limits) {
            this.source = source;
            this.from = from;
            this.limits = limits;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int ready = source.ready();
                if (ready < 0) {
                    return -1;
                }
                int n = Math.min(ready, length);
                System.arraycopy(from.buffer, from.position, into, offset, n);
                source.take(n);
                count += n;
                checkLength(count, limits); // compressed bytes may unpack to nothing at all
                return n;
            } catch (ExchangeFailure failure) {
                throw new Ended(failure);
            }
        }

        /// What follows the compressed stream is dropped, 64 KiB of it at most.
        void drain() throws ExchangeFailure {
            long most = count + (64 << 10);
            for (int ready = source.ready(); ready >= 0; ready = source.ready()) {
                count += ready;
                if (count > most) {
                    throw ExchangeFailure.of(Reason.BAD_RESPONSE, "the compressed body does not end where it should");
                }
                source.take(ready);
            }
        }
    }
}
