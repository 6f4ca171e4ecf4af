package dev.candor.probe.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The header lines of an answer, in order of arrival.
public final class Headers {
    static final Headers NONE = new Headers(new ArrayList<>());

    private final ArrayList<String> namesAndValues;

    Headers(ArrayList<String> namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /// For tests and for those who build an answer by hand.
    public static Headers of(Header... headers) {
        return new Headers(new ArrayList<>(
                Stream.of(headers).flatMap(h -> Stream.of(h.name(), h.value())).toList()));
    }

    /// The first value of that name, whatever its case.
    public Optional<String> first(String name) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                return Optional.of(namesAndValues.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /// All values of that name.
    public List<String> all(String name) {
        var values = new ArrayList<String>(2);
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                values.add(namesAndValues.get(i + 1));
            }
        }
        return values;
    }

    /// Whether a comma-separated header contains this word, whatever its case.
    boolean lists(String name, String word) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                for (String part : namesAndValues.get(i + 1).split(",", 32)) {
                    if (part.strip().equalsIgnoreCase(word)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return namesAndValues.toString();
    }
}
