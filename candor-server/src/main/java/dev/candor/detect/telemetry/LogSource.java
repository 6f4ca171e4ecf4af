package dev.candor.detect.telemetry;

import dev.candor.catalog.Service;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import dev.candor.probe.net.Network;
import dev.candor.telemetry.format.Field;
import dev.candor.telemetry.format.FieldMap;
import dev.candor.telemetry.format.FormatTemplate;
import dev.candor.telemetry.format.Meaning;
import dev.candor.telemetry.window.FailureRule;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where access logs come from, whose they are, and how they are read.
///
/// @param from networks that may send these by syslog; empty for any
/// @param tag the syslog tag (app name) these carry; empty for any
/// @param templates the operator's own format; empty when it is recognised
/// @param failures which requests count as failed
public record LogSource(
        String name,
        String service,
        List<Network> from,
        Optional<String> tag,
        List<FormatTemplate> templates,
        FieldMap fields,
        FailureRule failures) {
    public static final Kind<LogSource> KIND = new Kind<>("log-sources", "log source", LogSource::read);

    /// What lines of a service are read by when nothing is configured for them.
    static LogSource usual(String service) {
        return new LogSource("", service, List.of(), Optional.empty(), List.of(), FieldMap.USUAL, FailureRule.USUAL);
    }

    private static LogSource read(Reading in) {
        return new LogSource(
                in.name("name"),
                in.reference("service", Service.KIND),
                networks(in),
                in.optionalText("tag"),
                templates(in),
                fields(in),
                in.inner("failures", LogSource::failures).orElse(FailureRule.USUAL));
    }

    private static List<Network> networks(Reading in) {
        var networks = new ArrayList<Network>();
        for (String text : in.texts("from")) {
            try {
                networks.add(Network.parse(text));
            } catch (IllegalArgumentException wrong) {
                in.problem("from", String.valueOf(wrong.getMessage()));
            }
        }
        return List.copyOf(networks);
    }

    private static List<FormatTemplate> templates(Reading in) {
        String text = in.text("format", "auto");
        if (text.equals("auto")) {
            return List.of();
        }
        return switch (FormatTemplate.compile(text)) {
            case FormatTemplate.Compiled.Ready(FormatTemplate template) -> List.of(template);
            case FormatTemplate.Compiled.Wrong(int position, String problem) -> {
                in.problem(
                        "format",
                        "expected auto or the text of an nginx log_format; at character " + (position + 1) + ": "
                                + problem);
                yield List.of();
            }
        };
    }

    private static FieldMap fields(Reading in) {
        return new FieldMap(
                fixedOr(in, "host"),
                customer(in),
                fixedOr(in, "region"),
                fixedOr(in, "route"),
                keys(in),
                in.zone("time-zone", ZoneOffset.UTC));
    }

    private static FieldMap.Source customer(Reading in) {
        Optional<String> text = in.optionalText("customer");
        if (text.isEmpty()) {
            return new FieldMap.Source.Usual();
        }
        Optional<FieldMap.Source> source = source(in, "customer", text.get());
        if (source.isEmpty()) {
            in.problem(
                    "customer",
                    "expected host, client, `capture 1`, `key.NAME` or `header.NAME`, found `" + text.get() + "`");
        }
        return source.orElse(new FieldMap.Source.Usual());
    }

    /// Where the field stands in a line, or the same text for every line.
    private static FieldMap.Source fixedOr(Reading in, String key) {
        Optional<String> text = in.optionalText(key);
        if (text.isEmpty()) {
            return new FieldMap.Source.Usual();
        }
        if (text.get().isBlank() || text.get().length() > 200) {
            in.problem(key, "expected 1 to 200 characters");
            return new FieldMap.Source.Usual();
        }
        if (text.get().equals(key)) {
            return new FieldMap.Source.Usual(); // `host: host` is what it is anyway
        }
        return source(in, key, text.get()).orElseGet(() -> new FieldMap.Source.Fixed(text.get()));
    }

    private static Optional<FieldMap.Source> source(Reading in, String key, String text) {
        if (text.matches("capture [0-9]+")) {
            int number = text.length() > 10 ? 0 : Integer.parseInt(text.substring(8));
            if (number < 1 || number > 20) {
                in.problem(key, "captures count from 1 to 20, was " + text.substring(8));
            }
            return Optional.of(new FieldMap.Source.Capture(Math.clamp(number, 1, 20)));
        }
        if (text.matches("key\\..{1,200}")) {
            return Optional.of(new FieldMap.Source.Key(text.substring(4)));
        }
        if (text.matches("header\\.[A-Za-z0-9_-]{1,200}")) {
            return Optional.of(new FieldMap.Source.Header(text.substring(7)));
        }
        return switch (text) {
            case "backend" -> Optional.of(new FieldMap.Source.Same(Field.BACKEND));
            case "host" -> Optional.of(new FieldMap.Source.Same(Field.HOST));
            case "client" -> Optional.of(new FieldMap.Source.Same(Field.CLIENT));
            default -> Optional.empty();
        };
    }

    private static Map<String, Meaning> keys(Reading in) {
        var keys = new LinkedHashMap<String, Meaning>();
        in.textMap("keys")
                .forEach((key, word) -> Meaning.of(word)
                        .ifPresentOrElse(
                                meaning -> keys.put(key, meaning),
                                () -> in.problem(
                                        "keys", key, "expected one of " + words() + ", found `" + word + "`")));
        return keys;
    }

    private static String words() {
        var words = new ArrayList<String>();
        for (Meaning meaning : Meaning.values()) {
            words.add(meaning.word());
        }
        return String.join(", ", words);
    }

    private static FailureRule failures(Reading in) {
        Duration slow = in.duration("slower-than", Duration.ZERO, Duration.ofMillis(1), Duration.ofHours(1));
        return new FailureRule(in.number("status", 500, 300, 600), slow.toMillis() * 1000, Map.of(), true);
    }
}
