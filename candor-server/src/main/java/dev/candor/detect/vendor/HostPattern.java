package dev.candor.detect.vendor;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A host, or all hosts below a name, with or without a port.
///
/// @param name in lower case, without the `*.`
/// @param below whether only hosts below `name` are meant
/// @param port empty for any
public record HostPattern(String name, boolean below, String port) {
    private static final Pattern WRITTEN = Pattern.compile(
            "(\\*\\.)?([a-z0-9_]([a-z0-9_-]{0,62})(?:\\.[a-z0-9_]([a-z0-9_-]{0,62})){0,20}|\\[[0-9a-f:.]{2,45}])(?::([1-9][0-9]{0,4}))?");

    /// Empty when `text` is no such pattern. A star needs two names behind it: `*.example` would be everybody.
    public static Optional<HostPattern> of(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        Matcher matcher = lower.length() > 260 ? WRITTEN.matcher("") : WRITTEN.matcher(lower);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean below = matcher.group(1) != null;
        String name = String.valueOf(matcher.group(2));
        String port = matcher.group(5);
        boolean possible = (!below || (name.contains(".") && !name.startsWith("[")))
                && (port == null || Integer.parseInt(port) <= 65535);
        return possible ? Optional.of(new HostPattern(name, below, port == null ? "" : port)) : Optional.empty();
    }

    /// @param hostAndPort `api.vendor.example:443`; a host alone is fine
    public boolean matches(String hostAndPort) {
        String lower = hostAndPort.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        boolean hasPort = colon > lower.lastIndexOf(']') && (lower.indexOf(':') == colon || lower.startsWith("["));
        String host = hasPort ? lower.substring(0, colon) : lower;
        String itsPort = hasPort ? lower.substring(colon + 1) : "";
        return (below ? host.endsWith("." + name) : host.equals(name)) && (port.isEmpty() || port.equals(itsPort));
    }

    @Override
    public String toString() {
        return (below ? "*." : "") + name + (port.isEmpty() ? "" : ":" + port);
    }
}
