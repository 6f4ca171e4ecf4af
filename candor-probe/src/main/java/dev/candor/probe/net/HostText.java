package dev.candor.probe.net;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/// The host of a URL, read by our own rules only. Address spellings on which parsers disagree (`0177.0.0.1` is
/// 127.0.0.1 to libc and 177.0.0.1 to Java; `127.1`, `2130706433`, `0x7f.1`, full-width digits) are never guessed at:
/// they are `Odd`, and nothing connects to an odd host.
public sealed interface HostText {
    /// An address in its plain spelling.
    record Literal(InetAddress address) implements HostText {}

    /// A name to be looked up: ASCII, lower case, without a trailing dot.
    record Name(String ascii) implements HostText {}

    /// Neither; `why` is for the operator.
    record Odd(String why) implements HostText {}

    /// Reads a host as it stands in a URL; IPv6 addresses in brackets.
    static HostText parse(String host) {
        if (host.isEmpty() || host.length() > 1000) {
            return new Odd(host.isEmpty() ? "the host is missing" : "the host is longer than any name can be");
        }
        if (host.charAt(0) == '[') {
            if (host.charAt(host.length() - 1) != ']') {
                return new Odd("'" + host + "' lacks its closing bracket");
            }
            return literal(host, AddressText.v6(host.substring(1, host.length() - 1)));
        }
        String ascii = ascii(host);
        String bare = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (endsInNumber(bare)) {
            return ascii.equals(host)
                    ? literal(host, AddressText.v4(host))
                    : new Odd("'" + host + "' is an unusual spelling of an address: write it as four decimal numbers");
        }
        return isName(bare) ? new Name(bare) : new Odd("'" + host + "' is not a host name");
    }

    private static HostText literal(String host, Optional<InetAddress> address) {
        return address.<HostText>map(Literal::new)
                .orElseGet(() -> new Odd("'" + host
                        + "' is an unusual spelling of an address: write it as four decimal numbers, or as IPv6 in"
                        + " brackets without a zone"));
    }

    private static String ascii(String host) {
        boolean plain = host.chars().allMatch(c -> c < 128);
        try {
            return plain ? host.toLowerCase(Locale.ROOT) : IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAName) {
            return "\0";
        }
    }

    /// What every browser takes for an IPv4 address: the last label is digits, or `0x` and hex digits.
    private static boolean endsInNumber(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        if (last.startsWith("0x")) {
            return last.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0);
        }
        return !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isName(String host) {
        if (host.isEmpty() || host.length() > 253) {
            return false;
        }
        int label = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
            } else if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
                if (++label > 63) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return label > 0;
    }
}
