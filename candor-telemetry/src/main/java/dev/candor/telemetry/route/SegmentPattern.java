package dev.candor.telemetry.route;

import java.util.ArrayList;
import java.util.List;

/// A pattern for one path segment, as an operator writes it: characters, `[A-Z0-9_]` and `[^/]` classes, `.`,
/// `\`
/// before a
/// character that means something else, and the quantifiers `? * + {2} {2,} {2,5}`. Matching walks all
/// possibilities at
/// once, so its
/// time is bounded by length times pattern, whatever the pattern.
final class SegmentPattern {
    private static final int MOST_STEPS = 63;

    private record Step(boolean[] bytes, boolean optional, boolean repeats) {}

    private final List<Step> steps;

    private SegmentPattern(List<Step> steps) {
        this.steps = steps;
    }

    /// @throws IllegalArgumentException with the position when the pattern cannot be read
    static SegmentPattern compile(String text) {
        var steps = new ArrayList<Step>();
        int at = 0;
        while (at < text.length()) {
            var bytes = new boolean[256];
            at = bytes(text, at, bytes);
            at = quantified(text, at, bytes, steps);
            if (steps.size() > MOST_STEPS) {
                throw wrong(text, at, "the pattern is longer than " + MOST_STEPS + " steps");
            }
        }
        if (steps.isEmpty()) {
            throw wrong(text, 0, "the pattern is empty");
        }
        return new SegmentPattern(steps);
    }

    private static int bytes(String text, int from, boolean[] bytes) {
        char c = text.charAt(from);
        if (c == '.') {
            java.util.Arrays.fill(bytes, true);
            return from + 1;
        }
        if (c == '\\' && from + 1 < text.length()) {
            bytes[text.charAt(from + 1) & 0xff] = true;
            return from + 2;
        }
        if ("?*+{}]()|^$\\".indexOf(c) >= 0 || c > 0x7e) {
            throw wrong(text, from, "\"" + c + "\" is not understood here");
        }
        if (c != '[') {
            bytes[c] = true;
            return from + 1;
        }
        return set(text, from, bytes);
    }

    private static int set(String text, int from, boolean[] bytes) {
        int at = from + 1;
        boolean not = at < text.length() && text.charAt(at) == '^';
        at += not ? 1 : 0;
        int start = at;
        while (at < text.length() && (text.charAt(at) != ']' || at == start)) {
            int low = text.charAt(at) & 0xff;
            boolean range = at + 2 < text.length() && text.charAt(at + 1) == '-' && text.charAt(at + 2) != ']';
            int high = range ? text.charAt(at + 2) & 0xff : low;
            for (int b = low; b <= high; b++) {
                bytes[b] = true;
            }
            at += range ? 3 : 1;
        }
        if (at >= text.length()) {
            throw wrong(text, from, "[ without ]");
        }
        for (int b = 0; not && b < 256; b++) {
            bytes[b] = !bytes[b];
        }
        return at + 1;
    }

    private static int quantified(String text, int at, boolean[] bytes, List<Step> steps) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        switch (c) {
            case '?' -> steps.add(new Step(bytes, true, false));
            case '*' -> steps.add(new Step(bytes, true, true));
            case '+' -> steps.add(new Step(bytes, false, true));
            case '{' -> {
                return counted(text, at, bytes, steps);
            }
            default -> {
                steps.add(new Step(bytes, false, false));
                return at;
            }
        }
        return at + 1;
    }

    private static int counted(String text, int at, boolean[] bytes, List<Step> steps) {
        int close = text.indexOf('}', at);
        String inside = close < 0 ? "" : text.substring(at + 1, close);
        String[] bounds = inside.split(",", -1);
        try {
            int least = Integer.parseInt(bounds[0]);
            boolean open = bounds.length == 2 && bounds[1].isEmpty();
            int most = bounds.length == 1 ? least : open ? least : Integer.parseInt(bounds[1]);
            if (bounds.length > 2 || least < 0 || most < least || most > MOST_STEPS) {
                throw wrong(text, at, "{" + inside + "} is no count up to " + MOST_STEPS);
            }
            for (int i = 0; i < most; i++) {
                steps.add(new Step(bytes, i >= least, false));
            }
            if (open) {
                steps.add(new Step(bytes, true, true));
            }
        } catch (NumberFormatException _) {
            throw wrong(text, at, "{" + inside + "} is no count");
        }
        return close + 1;
    }

    private static IllegalArgumentException wrong(String text, int at, String problem) {
        return new IllegalArgumentException("pattern \"" + text + "\", position " + at + ": " + problem);
    }

    boolean matches(byte[] bytes, int from, int to) {
        long reached = open(1);
        for (int i = from; i < to && reached != 0; i++) {
            int b = bytes[i] & 0xff;
            long next = 0;
            for (int step = 0; step < steps.size(); step++) {
                if ((reached >>> step & 1) != 0 && steps.get(step).bytes()[b]) {
                    next |= steps.get(step).repeats() ? 3L << step : 2L << step;
                }
            }
            reached = open(next);
        }
        return (reached >>> steps.size() & 1) != 0;
    }

    /// Also every place behind steps that may be left out.
    private long open(long reached) {
        long all = reached;
        for (int step = 0; step < steps.size(); step++) {
            if ((all >>> step & 1) != 0 && steps.get(step).optional()) {
                all |= 2L << step;
            }
        }
        return all;
    }
}
