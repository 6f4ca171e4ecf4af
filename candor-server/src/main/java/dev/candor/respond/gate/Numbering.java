package dev.candor.respond.gate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The numbers that order migrations: `V12__orders.sql`, `0012_orders.sql`, `20260302093000_orders.sql`, `V1.2__x.sql`.
final class Numbering {
    private static final Pattern NUMBER =
            Pattern.compile("[Vv]?([0-9]{1,20}(?:[._][0-9]{1,10})*?)(?:__|[_-]|\\.(?![0-9])).*");

    private Numbering() {}

    /// Empty where a name has no number.
    static Optional<List<BigInteger>> of(String file) {
        Matcher found = NUMBER.matcher(Applied.bare(file));
        if (!found.matches()) {
            return Optional.empty();
        }
        var parts = new ArrayList<BigInteger>();
        for (String part : found.group(1).split("[._]")) {
            parts.add(new BigInteger(part));
        }
        while (parts.size() > 1 && parts.getLast().signum() == 0) {
            parts.removeLast();
        }
        return Optional.of(List.copyOf(parts));
    }

    static final Comparator<List<BigInteger>> ORDER = (one, other) -> {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int by = one.get(i).compareTo(other.get(i));
            if (by != 0) {
                return by;
            }
        }
        return Integer.compare(one.size(), other.size());
    };

    /// As they would run: by number, those without one as they were given, behind.
    static Comparator<String> order() {
        return Comparator.comparing((String file) -> of(file).orElse(null), Comparator.nullsLast(ORDER));
    }

    /// Numbers that two files have, and new files that come before what ran already.
    static List<Finding> look(List<String> files, Applied applied) {
        var findings = new ArrayList<Finding>();
        Map<List<BigInteger>, String> seen = new TreeMap<>(ORDER);
        applied.checksums().keySet().forEach(file -> of(file).ifPresent(number -> seen.putIfAbsent(number, file)));
        Optional<List<BigInteger>> newest = seen.keySet().stream().max(ORDER);
        for (String file : files) {
            Optional<List<BigInteger>> number = of(file);
            if (number.isEmpty()) {
                continue;
            }
            String other = seen.putIfAbsent(number.get(), Applied.bare(file));
            if (other != null && !other.equals(Applied.bare(file))) {
                findings.add(finding(
                        "doubled-number",
                        file,
                        "It has the same number as " + other + ": one of them never runs, or they run in any order."));
            } else if (!applied.has(file) && newest.isPresent() && ORDER.compare(number.get(), newest.get()) < 0) {
                findings.add(finding(
                        "out-of-order",
                        file,
                        "It comes before " + seen.get(newest.get())
                                + ", which ran already: where that ran, this one is left out or runs after it."));
            }
        }
        return findings;
    }

    private static Finding finding(String rule, String file, String why) {
        return new Finding(
                Finding.Level.REFUSED,
                file,
                0,
                rule,
                "",
                Lock.NONE,
                Applied.bare(file),
                why,
                List.of("-- give it the next free number"));
    }
}
