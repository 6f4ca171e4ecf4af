package dev.candor.probe.http;

import dev.candor.probe.Reason;

/// The bytes of a body as framed by the connection (RFC 9112, section 6): none, a length, chunks, or all until the
/// end.
final class Http1Body implements BodySource {
    private static final int UNTIL_CLOSE = -1;
    private static final int MOST_TRAILER_BYTES = 32 << 10;

    private final Connection from;
    private final boolean chunked;
    private final long announced;
    private long left;
    private boolean inChunk;
    private boolean ended;

    private Http1Body(Connection from, boolean chunked, long length) {
        this.from = from;
        this.chunked = chunked;
        this.announced = length;
        this.left = length;
        this.ended = !chunked && length == 0;
    }

    static Http1Body of(Connection from, String method, ResponseHead head) throws ExchangeFailure {
        int status = head.status();
        if (method.equals("HEAD") || status == 204 || status == 304 || status < 200) {
            return new Http1Body(from, false, 0);
        }
        var codings = head.headers().all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw ExchangeFailure.of(
                        Reason.BAD_RESPONSE, "the transfer encoding '" + String.join(", ", codings) + "' is not known");
            }
            if (head.headers().first("Content-Length").isPresent()) {
                throw ExchangeFailure.of(
                        Reason.BAD_RESPONSE, "the answer has both Transfer-Encoding and Content-Length");
            }
            return new Http1Body(from, true, 0);
        }
        long length = announced(head.headers());
        return new Http1Body(from, false, length);
    }

    /// What `Content-Length` says; -1 when there is none.
    static long announced(Headers headers) throws ExchangeFailure {
        long length = UNTIL_CLOSE;
        for (String text : headers.all("Content-Length")) {
            long value = length(text);
            if (value < 0 || length >= 0 && value != length) {
                throw ExchangeFailure.of(Reason.BAD_RESPONSE, "the Content-Length '" + text + "' makes no sense");
            }
            length = value;
        }
        return length;
    }

    private static long length(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /// Whether the connection can carry another exchange once the body has ended.
    boolean leavesConnectionUsable() {
        return ended && announced != UNTIL_CLOSE;
    }

    @Override
    public int ready() throws ExchangeFailure {
        if (ended) {
            return -1;
        }
        if (chunked && left == 0 && !nextChunk()) {
            ended = true;
            return -1;
        }
        while (from.available() == 0) {
            if (!from.receive()) {
                if (announced == UNTIL_CLOSE && !chunked) {
                    ended = true;
                    return -1;
                }
                throw ExchangeFailure.of(
                        Reason.BAD_RESPONSE,
                        chunked
                                ? "the connection was closed in the middle of a chunked body"
                                : "the body ended after " + (announced - left) + " of " + announced
                                        + " announced bytes");
            }
        }
        return left < 0 ? from.available() : (int) Math.min(left, from.available());
    }

    @Override
    public void take(int count) {
        from.position += count;
        if (left > 0) {
            left -= count;
            if (left == 0 && !chunked) {
                ended = true;
            }
        }
    }

    private boolean nextChunk() throws ExchangeFailure {
        if (inChunk) {
            expectLineEnd();
        }
        inChunk = true;
        long size = 0;
        int digits = 0;
        int skipped = 0;
        boolean inExtension = false;
        while (true) {
            int b = nextByte();
            if (b == '\n') {
                break;
            }
            int digit = inExtension || b > 127 ? -1 : Character.digit(b, 16);
            if (digit >= 0) {
                if (++digits > 15) {
                    throw ExchangeFailure.of(Reason.BAD_RESPONSE, "a chunk size is too long");
                }
                size = size << 4 | digit;
            } else if (inExtension || b == ';' || b == '\r' || b == ' ' || b == '\t') {
                inExtension |= b != '\r';
                if (++skipped > 4096) {
                    throw ExchangeFailure.of(Reason.TOO_LARGE, "a chunk extension is longer than 4 KiB");
                }
            } else {
                throw ExchangeFailure.of(Reason.BAD_RESPONSE, "a chunk size is not a number");
            }
        }
        if (digits == 0) {
            throw ExchangeFailure.of(Reason.BAD_RESPONSE, "a chunk size is missing");
        }
        left = size;
        if (size == 0) {
            skipTrailers();
            return false;
        }
        return true;
    }

    private void expectLineEnd() throws ExchangeFailure {
        int b = nextByte();
        if (b == '\r') {
            b = nextByte();
        }
        if (b != '\n') {
            throw ExchangeFailure.of(Reason.BAD_RESPONSE, "a chunk is longer than its announced size");
        }
    }

    private void skipTrailers() throws ExchangeFailure {
        int inLine = 0;
        for (int total = 0; total < MOST_TRAILER_BYTES; total++) {
            int b = nextByte();
            if (b == '\n') {
                if (inLine == 0) {
                    return;
                }
                inLine = 0;
            } else if (b != '\r') {
                inLine++;
            }
        }
        throw ExchangeFailure.of(Reason.TOO_LARGE, "the trailers after the body are longer than 32 KiB");
    }

    private int nextByte() throws ExchangeFailure {
        if (from.available() == 0 && !from.receive()) {
            throw ExchangeFailure.of(Reason.BAD_RESPONSE, "the connection was closed in the middle of a chunked body");
        }
        return from.buffer[from.position++] & 0xff;
    }
}
