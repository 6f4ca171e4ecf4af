package dev.candor.telemetry.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One request as the log tells it. Reused for every line: texts are slices of the line's bytes (or of a small
/// scratch area where escapes had to be undone) and are valid until the next line.
public final class Hit {
    /// No time in the line.
    public static final long NO_TIME = Long.MIN_VALUE;

    private static final Field[] FIELDS = Field.values();
    private static final int SCRATCH = 8 * 1024;

    private final byte[][] base = new byte[FIELDS.length][];
    private final int[] from = new int[FIELDS.length];
    private final int[] to = new int[FIELDS.length];
    private final byte[] scratch = new byte[SCRATCH];
    private int scratchUsed;
    private long timeMillis;
    private int status;
    private int upstreamStatus;
    private long latencyMicros;
    private long bytesSent;
    private boolean cut;
    private boolean balancerMade;

    public Hit() {
        Arrays.fill(base, scratch);
        reset();
    }

    void reset() {
        Arrays.fill(to, 0);
        Arrays.fill(from, 0);
        scratchUsed = 0;
        timeMillis = NO_TIME;
        status = 0;
        upstreamStatus = 0;
        latencyMicros = -1;
        bytesSent = -1;
        cut = false;
        balancerMade = false;
    }

    /// Milliseconds since 1970 in UTC, or `NO_TIME`.
    public long timeMillis() {
        return timeMillis;
    }

    /// 100 to 999, or 0 when no answer was sent (HAProxy's -1, Envoy's 0).
    public int status() {
        return status;
    }

    /// The last status a server behind the proxy gave, 0 when unknown.
    public int upstreamStatus() {
        return upstreamStatus;
    }

    /// The whole request in microseconds, -1 when the log does not say.
    public long latencyMicros() {
        return latencyMicros;
    }

    /// Bytes sent to the client, -1 when the log does not say.
    public long bytesSent() {
        return bytesSent;
    }

    /// The line lost its tail: what comes last may be missing or incomplete.
    public boolean cut() {
        return cut;
    }

    /// The load balancer answered by itself (HAProxy: no server chosen, or a session that ended abnormally).
    public boolean balancerMade() {
        return balancerMade;
    }

    public boolean has(Field field) {
        return to[field.ordinal()] > from[field.ordinal()];
    }

    /// The array the field's slice lies in.
    public byte[] bytes(Field field) {
        return base[field.ordinal()];
    }

    public int from(Field field) {
        return from[field.ordinal()];
    }

    public int to(Field field) {
        return to[field.ordinal()];
    }

    /// The field as text, empty when absent. Allocates: for tests and rare cases.
    public String text(Field field) {
        int at = field.ordinal();
        return new String(base[at], from[at], to[at] - from[at], StandardCharsets.UTF_8);
    }

    void slice(Field field, byte[] bytes, int start, int end) {
        int at = field.ordinal();
        base[at] = bytes;
        from[at] = start;
        to[at] = end;
    }

    void copy(Field source, Field target) {
        slice(target, bytes(source), from(source), to(source));
    }

    void time(long millis) {
        timeMillis = millis;
    }

    void status(int code) {
        status = code >= 100 && code <= 999 ? code : 0;
    }

    void upstreamStatus(int code) {
        upstreamStatus = code >= 100 && code <= 999 ? code : 0;
    }

    void latency(long micros) {
        latencyMicros = micros;
    }

    void sent(long bytes) {
        bytesSent = bytes;
    }

    void markCut() {
        cut = true;
    }

    void markBalancerMade() {
        balancerMade = true;
    }

    /// Room for text that had to be changed; -1 when a hostile line wants more than there is.
    int reserve(int length) {
        if (scratchUsed + length > SCRATCH) {
            return -1;
        }
        int start = scratchUsed;
        scratchUsed += length;
        return start;
    }

    byte[] scratch() {
        return scratch;
    }
}
