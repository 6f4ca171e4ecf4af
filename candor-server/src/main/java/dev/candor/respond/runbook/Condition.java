package dev.candor.respond.runbook;

import dev.candor.probe.HttpSpec;
import dev.candor.probe.SqlSpec;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.steps.TextTemplate;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Something that must be so, looked at without touching anything.
public sealed interface Condition {
    Duration TIMEOUT = Duration.ofSeconds(5);

    /// A server of a pool is as named.
    ///
    /// @param states one of these; empty for any
    /// @param sessions at most so many requests under way; empty for any
    /// @param up whether it must be seen running
    /// @param weight exactly this; empty for any
    record ServerIs(
            Pool pool,
            TextTemplate server,
            List<Seen.Server.Admin> states,
            OptionalInt sessions,
            Optional<Boolean> up,
            OptionalInt weight)
            implements Condition {}

    /// At least so many servers of a pool take requests.
    record Serving(Pool pool, int least) implements Condition {}

    /// An address answers as it should.
    record Answers(TextTemplate url, List<String> assertions) implements Condition {
        HttpSpec spec(Map<String, String> values) {
            return HttpSpec.get(URI.create(url.fillUrl(values)))
                    .withTimeout(TIMEOUT)
                    .withRedirects(RedirectPolicy.none())
                    .expecting(assertions.toArray(String[]::new));
        }
    }

    /// A query finds what it should; it only reads.
    record Finds(SqlSpec query) implements Condition {}

    /// What has to be looked at to know.
    default Look look(Map<String, String> values) {
        return switch (this) {
            case ServerIs is -> new Look.AtPool(is.pool());
            case Serving serving -> new Look.AtPool(serving.pool());
            case Answers answers -> new Look.AtAddress(answers.spec(values));
            case Finds finds -> new Look.AtDatabase(finds.query());
        };
    }

    /// Empty when it holds; otherwise what was seen and what was wanted. A look that did not see is no answer: the
    /// caller asks for that first.
    default Optional<String> unmet(Map<String, String> values, Seen seen) {
        return switch (seen) {
            case Seen.Blind(String why) -> Optional.of(why);
            case Seen.Held _ -> Optional.empty();
            case Seen.Unmet(String what) -> Optional.of(what);
            case Seen.Servers servers -> of(values, servers);
        };
    }

    private Optional<String> of(Map<String, String> values, Seen.Servers seen) {
        return switch (this) {
            case ServerIs is -> {
                String name = is.server().fill(values);
                Seen.Server server = seen.servers().get(name);
                yield server == null
                        ? Optional.of("the pool " + is.pool().name() + " has no server " + name)
                        : differs(is, name, server);
            }
            case Serving(Pool pool, int least) ->
                seen.serving("") >= least
                        ? Optional.empty()
                        : Optional.of(
                                seen.serving("") + " servers of " + pool.name() + " take requests, wanted " + least);
            case Answers _, Finds _ -> Optional.of("something else was looked at");
        };
    }

    private static Optional<String> differs(ServerIs wanted, String name, Seen.Server server) {
        boolean state = wanted.states().isEmpty() || wanted.states().contains(server.admin());
        boolean sessions = wanted.sessions().isEmpty()
                || server.sessions() <= wanted.sessions().getAsInt();
        boolean up = wanted.up().isEmpty() || server.running() == wanted.up().get();
        boolean weight =
                wanted.weight().isEmpty() || server.weight() == wanted.weight().getAsInt();
        return state && sessions && up && weight ? Optional.empty() : Optional.of(name + " is " + server.words());
    }

    /// As it stands in lists: what is wanted.
    default String words(Map<String, String> values) {
        return switch (this) {
            case ServerIs is -> {
                var wanted = new java.util.ArrayList<String>();
                if (!is.states().isEmpty()) {
                    wanted.add(String.join(
                            " or ",
                            is.states().stream().map(Seen.Server.Admin::word).toList()));
                }
                is.sessions()
                        .ifPresent(most -> wanted.add(
                                most == 0 ? "no requests under way" : "at most " + most + " requests under way"));
                is.up().ifPresent(up -> wanted.add(up ? "up" : "down"));
                is.weight().ifPresent(weight -> wanted.add("weight " + weight));
                yield is.server().fill(values) + " is " + String.join(", ", wanted);
            }
            case Serving(Pool pool, int least) -> least + " servers of " + pool.name() + " take requests";
            case Answers answers -> {
                URI url = URI.create(answers.url().fillUrl(values));
                yield url.getRawAuthority() + url.getRawPath() + " answers"
                        + (answers.assertions().isEmpty() ? "" : ": " + String.join(", ", answers.assertions()));
            }
            case Finds finds -> "a query of " + finds.query().database() + " finds what it should";
        };
    }
}
