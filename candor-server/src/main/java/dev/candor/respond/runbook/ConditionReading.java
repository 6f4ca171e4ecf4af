package dev.candor.respond.runbook;

import dev.candor.base.text.Nearest;
import dev.candor.catalog.document.Reading;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.SqlSpec;
import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.assertion.Subject;
import dev.candor.probe.sql.DatabaseTarget;
import dev.candor.probe.steps.TextTemplate;
import dev.candor.respond.runbook.RunbookReading.Words;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Reads what must hold.
final class ConditionReading {
    private static final List<String> KINDS = List.of("server", "servers-up", "http", "sql");
    private static final int MOST = 20;
    private static final Condition NONE = new Condition.Serving(Pool.NOWHERE, 0);

    private final Map<String, Pool> pools;
    private final Set<String> parameters;

    ConditionReading(Map<String, Pool> pools, Set<String> parameters) {
        this.pools = pools;
        this.parameters = parameters;
    }

    List<Condition> list(Reading in, String key) {
        List<Condition> conditions = in.list(key, this::condition);
        if (conditions.size() > MOST) {
            in.problem(key, "names at most " + MOST + " conditions, found " + conditions.size());
        }
        return conditions;
    }

    private Condition condition(Reading in) {
        return switch (in.onlyKeyAmong(KINDS).orElse("")) {
            case "server" -> server(in);
            case "servers-up" -> new Condition.Serving(pool(in, pools), in.number("servers-up", 1, 1, 1000));
            case "http" -> http(in);
            case "sql" -> sql(in);
            default -> NONE;
        };
    }

    private Condition server(Reading in) {
        var states = new ArrayList<Seen.Server.Admin>();
        for (String word : in.texts("state")) {
            Optional<Seen.Server.Admin> found = List.of(Seen.Server.Admin.values()).stream()
                    .filter(admin -> admin.word().equals(word))
                    .findFirst();
            found.ifPresentOrElse(
                    states::add, () -> in.problem("state", "expected ready, drain or maint, found `" + word + "`"));
        }
        OptionalInt sessions = number(in, "sessions", 0, 1_000_000);
        OptionalInt weight = number(in, "weight", 0, 256);
        Optional<Boolean> up = in.has("up") ? Optional.of(in.flag("up", true)) : Optional.empty();
        if (states.isEmpty() && sessions.isEmpty() && weight.isEmpty() && up.isEmpty()) {
            in.problem("server", "how must it be? Say `state`, `sessions`, `up` or `weight`");
        }
        return new Condition.ServerIs(pool(in, pools), server(in, "server", parameters), states, sessions, up, weight);
    }

    private static OptionalInt number(Reading in, String key, int least, int most) {
        return in.has(key) ? OptionalInt.of(in.number(key, least, least, most)) : OptionalInt.empty();
    }

    private Condition http(Reading in) {
        TextTemplate url = address(in, "http", parameters);
        List<String> assertions = assertions(in, Subject.Seer.HTTP);
        var condition = new Condition.Answers(url, assertions);
        try {
            var tried = new LinkedHashMap<String, String>();
            parameters.forEach(name -> tried.put(name, "x"));
            HttpSpec.get(URI.create(url.fillUrl(tried)));
        } catch (IllegalArgumentException wrong) {
            in.problem("http", String.valueOf(wrong.getMessage()));
        }
        return condition;
    }

    private static Condition sql(Reading in) {
        String query = in.text("sql");
        List<String> assertions = assertions(in, Subject.Seer.QUERY);
        if (assertions.isEmpty() && !in.has("assert")) {
            in.problem("assert", "is missing: what must the answer look like? For example `value == 0`");
        }
        if (query.contains("{{")) {
            in.problem("sql", "a parameter is never part of a query: ask for something that does not depend on it");
            return NONE;
        }
        try {
            return new Condition.Finds(new SqlSpec(
                    DatabaseTarget.parse(in.text("database")),
                    query,
                    assertions.stream().map(Assertion::of).toList(),
                    List.of(),
                    Condition.TIMEOUT));
        } catch (IllegalArgumentException wrong) {
            in.problem(
                    String.valueOf(wrong.getMessage()).startsWith("expected an address") ? "database" : "sql",
                    String.valueOf(wrong.getMessage()));
            return NONE;
        }
    }

    private static List<String> assertions(Reading in, Subject.Seer seer) {
        var assertions = new ArrayList<String>();
        for (String source : in.texts("assert")) {
            Optional<String> problem = seer.problem(source);
            problem.ifPresentOrElse(what -> in.problem("assert", what), () -> assertions.add(source));
        }
        return List.copyOf(assertions);
    }

    /// The pool a step or condition is about; it need not be named where there is only one.
    static Pool pool(Reading in, Map<String, Pool> pools) {
        Optional<String> named = in.optionalText("pool");
        if (named.isEmpty() && pools.size() == 1) {
            return pools.values().iterator().next();
        }
        Pool found = pools.get(named.orElse(""));
        if (found != null) {
            return found;
        }
        String near = Nearest.of(named.orElse(""), pools.keySet())
                .map(nearest -> " (did you mean `" + nearest + "`?)")
                .orElse("");
        in.problem(
                "pool",
                pools.isEmpty()
                        ? "the runbook names no `pools`: each with `name`, `socket` and `backend`"
                        : named.isEmpty()
                                ? "is missing; one of " + String.join(", ", pools.keySet())
                                : "there is no pool `" + named.get() + "`" + near + "; pools: "
                                        + String.join(", ", pools.keySet()));
        return Pool.NOWHERE;
    }

    /// The name of a server: a word, or a parameter's place and nothing besides.
    static TextTemplate server(Reading in, String key, Set<String> parameters) {
        String text = in.text(key);
        TextTemplate template = Words.read(in, key, text, parameters);
        boolean place = text.strip().matches("\\{\\{[^{}]*}}");
        if (!text.isEmpty() && !place && !text.matches(Pool.WORD)) {
            in.problem(
                    key,
                    "the name of a server has letters, digits, `.`, `_`, `-` and `:`, or is one parameter such as `{{server}}`, found `"
                            + text + "`");
        }
        return template;
    }

    /// An address whose scheme and host no parameter can change.
    static TextTemplate address(Reading in, String key, Set<String> parameters) {
        String text = in.text(key);
        int place = text.indexOf("{{");
        String fixed = place < 0 ? text : text.substring(0, place);
        if (!text.isEmpty() && !fixed.matches(place < 0 ? "https?://[^/?#\\s@]+.*" : "https?://[^/?#\\s@]+[/?].*")) {
            in.problem(
                    key,
                    "expected an address that starts with http:// or https://; parameters may stand in its path and query only");
            return TextTemplate.of("http://missing.example/");
        }
        TextTemplate template = Words.read(in, key, text, parameters);
        try {
            var tried = new LinkedHashMap<String, String>();
            parameters.forEach(name -> tried.put(name, "x"));
            new URI(template.fillUrl(tried));
            return template;
        } catch (URISyntaxException wrong) {
            in.problem(key, "not an address: " + wrong.getReason());
            return TextTemplate.of("http://missing.example/");
        }
    }
}
