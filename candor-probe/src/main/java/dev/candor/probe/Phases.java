package dev.candor.probe;

/// Where the time of one run went, in microseconds; redirects are added up. A phase that did not happen is 0.
/// @param dnsMicros looking up the name
/// @param connectMicros TCP
/// @param tlsMicros handshake
/// @param firstByteMicros from the request to the first byte of the answer
/// @param transferMicros from there to the last byte
public record Phases(long dnsMicros, long connectMicros, long tlsMicros, long firstByteMicros, long transferMicros) {
    public static final Phases NONE = new Phases(0, 0, 0, 0, 0);

    /// Both, phase by phase.
    public Phases plus(Phases other) {
        return new Phases(
                dnsMicros + other.dnsMicros,
                connectMicros + other.connectMicros,
                tlsMicros + other.tlsMicros,
                firstByteMicros + other.firstByteMicros,
                transferMicros + other.transferMicros);
    }

    public long totalMicros() {
        return dnsMicros + connectMicros + tlsMicros + firstByteMicros + transferMicros;
    }
}
