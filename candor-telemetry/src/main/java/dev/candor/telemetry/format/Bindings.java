package dev.candor.telemetry.format;

import dev.candor.telemetry.format.FieldMap.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A `FieldMap` made ready for the parsers: which names mean what, which capture is which field, and what is
/// set
/// after a line was read.
final class Bindings {
    private record Constant(Field field, byte[] value) {}

    private record Copy(Field source, Field target) {}

    /// The number of captures that are looked at.
    static final int CAPTURES = 16;

    private final Map<String, Meaning> keys = new LinkedHashMap<>();
    private final List<Constant> constants = new ArrayList<>();
    private final List<Copy> copies = new ArrayList<>();
    private final Field[][] captures = new Field[CAPTURES][0];
    private final boolean hostFromCapture;
    private boolean captured;

    Bindings(FieldMap map) {
        keys.putAll(Names.USUAL);
        keys.putAll(map.keys());
        bind(map.host(), Field.HOST, Meaning.HOST);
        bind(map.customer(), Field.CUSTOMER, Meaning.CUSTOMER);
        bind(map.region(), Field.REGION, Meaning.REGION);
        bind(map.route(), Field.ROUTE, Meaning.ROUTE);
        hostFromCapture = map.host() instanceof Source.Usual;
    }

    private void bind(Source source, Field field, Meaning meaning) {
        switch (source) {
            case Source.Usual() -> {}
            case Source.Fixed(String value) ->
                constants.add(new Constant(field, value.getBytes(StandardCharsets.UTF_8)));
            case Source.Same(Field same) -> copies.add(new Copy(same, field));
            case Source.Capture(int number) -> capture(number, field);
            case Source.Key(String name) -> key(name, field, meaning);
            case Source.Header(String name) -> {
                key("http_" + name.toLowerCase(Locale.ROOT).replace('-', '_'), field, meaning);
                for (String spelling : List.of(name, name.toLowerCase(Locale.ROOT), canonical(name))) {
                    keys.put("request.headers." + spelling, meaning);
                }
            }
        }
    }

    private void capture(int number, Field field) {
        if (number < 1 || number > CAPTURES) {
            return;
        }
        var before = captures[number - 1];
        var after = java.util.Arrays.copyOf(before, before.length + 1);
        after[before.length] = field;
        captures[number - 1] = after;
        captured = true;
    }

    /// A name that already gives another field gives this one too, by copy.
    private void key(String name, Field field, Meaning meaning) {
        Meaning already = keys.get(name);
        Field same = already == null ? null : Names.field(already);
        if (same != null && same != field) {
            copies.add(new Copy(same, field));
        } else {
            keys.put(name, meaning);
        }
    }

    /// Go's and HTTP's usual spelling: `X-Customer-Id`.
    private static String canonical(String header) {
        var words = new StringBuilder();
        for (String word : header.toLowerCase(Locale.ROOT).split("-")) {
            words.append(words.isEmpty() ? "" : "-");
            words.append(word.isEmpty() ? "" : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return words.toString();
    }

    Map<String, Meaning> keys() {
        return keys;
    }

    /// The fields that capture `index` (from 0) gives.
    Field[] captures(int index) {
        return index < CAPTURES ? captures[index] : captures[CAPTURES - 1];
    }

    /// Whether a capture that looks like a host name may be taken for the host.
    boolean hostFromCapture() {
        return hostFromCapture;
    }

    boolean captured() {
        return captured;
    }

    /// After a line was read.
    void finish(Hit hit) {
        for (int i = 0; i < constants.size(); i++) {
            var constant = constants.get(i);
            hit.slice(constant.field(), constant.value(), 0, constant.value().length);
        }
        for (int i = 0; i < copies.size(); i++) {
            hit.copy(copies.get(i).source(), copies.get(i).target());
        }
    }
}
