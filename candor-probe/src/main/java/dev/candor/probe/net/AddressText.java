package dev.candor.probe.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// Addresses from text, strictly: four decimal numbers without leading zeros, or IPv6 by RFC 4291 section 2.2 without
/// a zone. Never asks a resolver.
public final class AddressText {
    private AddressText() {}

    /// IPv4 or IPv6 without brackets.
    public static Optional<InetAddress> parse(String text) {
        return text.indexOf(':') >= 0 ? v6(text) : v4(text);
    }

    /// `192.0.2.1`
    public static Optional<InetAddress> v4(String text) {
        var bytes = new byte[4];
        return readV4(text, 0, bytes, 0) ? Optional.of(address(bytes)) : Optional.empty();
    }

    /// `2001:db8::1`, also `::ffff:192.0.2.1` (which is IPv4 afterwards).
    public static Optional<InetAddress> v6(String text) {
        if (text.length() > 45) {
            return Optional.empty();
        }
        var bytes = new byte[16];
        int filled = 0;
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            int end = text.indexOf(':', at);
            String group = text.substring(at, end < 0 ? text.length() : end);
            if (group.indexOf('.') >= 0) {
                if (end >= 0 || filled > 12 || !readV4(group, 0, bytes, filled)) {
                    return Optional.empty();
                }
                filled += 4;
                at = text.length();
                break;
            }
            if (group.isEmpty() || group.length() > 4 || filled > 14) {
                return Optional.empty();
            }
            int value = 0;
            for (int i = 0; i < group.length(); i++) {
                char c = group.charAt(i);
                int digit = c < 128 ? Character.digit(c, 16) : -1;
                if (digit < 0) {
                    return Optional.empty();
                }
                value = value << 4 | digit;
            }
            bytes[filled++] = (byte) (value >> 8);
            bytes[filled++] = (byte) value;
            if (end < 0) {
                break;
            }
            at = end + 1;
            if (at == text.length()) {
                return Optional.empty(); // ends in a single colon
            }
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    return Optional.empty();
                }
                gap = filled;
                at++;
            }
        }
        if (gap < 0) {
            return filled == 16 ? Optional.of(address(bytes)) : Optional.empty();
        }
        if (filled > 14) {
            return Optional.empty();
        }
        var spread = new byte[16];
        System.arraycopy(bytes, 0, spread, 0, gap);
        System.arraycopy(bytes, gap, spread, 16 - (filled - gap), filled - gap);
        return Optional.of(address(spread));
    }

    private static boolean readV4(String text, int from, byte[] into, int offset) {
        int at = from;
        for (int part = 0; part < 4; part++) {
            int start = at;
            int value = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - start < 4) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            int digits = at - start;
            if (digits == 0 || value > 255 || digits > 1 && text.charAt(start) == '0') {
                return false;
            }
            into[offset + part] = (byte) value;
            if (part < 3 && (at >= text.length() || text.charAt(at++) != '.')) {
                return false;
            }
        }
        return at == text.length();
    }

    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", impossible);
        }
    }
}
