package dev.candor.detect.monitor;

import dev.candor.catalog.document.Reading;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.StepsSpec;
import dev.candor.probe.assertion.Extraction;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.HttpVersion;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.http.Transport;
import dev.candor.probe.net.IpVersion;
import dev.candor.probe.steps.ArrivalStep;
import dev.candor.probe.steps.Await;
import dev.candor.probe.steps.RequestStep;
import dev.candor.probe.steps.Step;
import dev.candor.probe.steps.TextTemplate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads the steps of a monitor of kind `steps`.
final class StepsReading {
    private static final TextTemplate NOTHING = TextTemplate.of("");
    private static final TextTemplate SOMEWHERE = TextTemplate.of(ProbeReading.NOWHERE.toString());
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

    /// Keys of a step that asks.
    private static final List<String> REQUEST = List.of("url", "method", "headers", "body", "await", "redirects");

    private StepsReading() {}

    static ProbeSpec spec(Reading in) {
        Duration timeout = in.duration("timeout", USUAL_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(5));
        Map<String, String> values = in.textMap("values");
        Auth auth = AuthReading.auth(in);
        Transport transport = transport(in);
        List<Step> steps = in.list("steps", StepsReading::step);
        if (!in.has("steps")) {
            in.problem("steps", "is missing: a list of requests, each with `name` and `url`");
        }
        Optional<String> token = arrivalToken(in, steps);
        try {
            return new StepsSpec(steps, values, auth, transport, timeout, token);
        } catch (IllegalArgumentException wrong) {
            in.problem("steps", String.valueOf(wrong.getMessage()));
            return HttpSpec.get(ProbeReading.NOWHERE);
        }
    }

    private static Transport transport(Reading in) {
        AuthReading.Tls tls = AuthReading.tls(in);
        Transport transport = Transport.usual()
                .withTrust(tls.trust())
                .withIdentity(tls.identity())
                .withIpVersion(in.word("ip", IpVersion.class, IpVersion.ANY))
                .withProxy(ProbeReading.proxy(in));
        return transport.withVersion(
                in.oneOf("http-version", "auto", "auto", "1.1").equals("1.1")
                        ? HttpVersion.HTTP_1_1
                        : HttpVersion.AUTO);
    }

    private static Optional<String> arrivalToken(Reading in, List<Step> steps) {
        Optional<String> token = in.optionalText("arrival-token");
        if (token.isPresent() && !token.get().matches("[A-Za-z0-9_-]{16,64}")) {
            in.problem("arrival-token", "has 16 to 64 letters, digits, `-` or `_`");
        } else if (token.isPresent() && steps.stream().noneMatch(ArrivalStep.class::isInstance)) {
            in.problem("arrival-token", "is of no use: no step waits for an arrival with `await-arrival`");
        } else {
            return token;
        }
        return Optional.empty();
    }

    private static Step step(Reading in) {
        Step step = in.has("await-arrival") ? arrival(in) : request(in);
        step.wrong().forEach(why -> in.problem(why.key(), why.what()));
        return step;
    }

    private static String name(Reading in) {
        String name = in.text("name");
        return name.isBlank() ? "?" : name;
    }

    private static List<TextTemplate> assertions(Reading in) {
        return in.texts("assert").stream()
                .map(source -> template(in, "assert", source))
                .toList();
    }

    private static Map<String, Extraction> take(Reading in) {
        var take = new LinkedHashMap<String, Extraction>();
        in.textMap("take")
                .forEach((key, source) -> reported(in, "take", Extraction::parse, source)
                        .ifPresent(extraction -> take.put(key, extraction)));
        return take;
    }

    private static Step arrival(Reading in) {
        for (String key : REQUEST) {
            if (in.has(key)) {
                in.problem(key, "a step with `await-arrival` asks nothing, it waits: leave `" + key + "` out");
            }
        }
        return new ArrivalStep(
                name(in),
                in.duration("await-arrival", USUAL_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(5)),
                assertions(in),
                take(in),
                in.flag("always", false));
    }

    private static Step request(Reading in) {
        TextTemplate url = reported(in, "url", TextTemplate::of, in.text("url"))
                .filter(source -> !source.toString().isEmpty())
                .orElse(SOMEWHERE);
        String method = in.text("method", "GET").toUpperCase(Locale.ROOT);
        var headers = new LinkedHashMap<String, TextTemplate>();
        in.textMap("headers").forEach((header, value) -> headers.put(header, template(in, "headers", value)));
        TextTemplate body = template(in, "body", in.text("body", ""));
        Optional<Await> await = in.inner("await", StepsReading::await);
        boolean always = in.flag("always", false);
        var redirects = new RedirectPolicy(in.number("redirects", 5, 0, RedirectPolicy.MOST));
        return new RequestStep(
                name(in), url, method, headers, body, assertions(in), take(in), await, always, redirects);
    }

    private static Await await(Reading in) {
        return new Await(
                in.duration("for", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(5)),
                in.duration("every", Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofMinutes(1)));
    }

    private static TextTemplate template(Reading in, String key, String source) {
        return reported(in, key, TextTemplate::of, source).orElse(NOTHING);
    }

    private static <T> Optional<T> reported(Reading in, String key, Function<String, T> read, String source) {
        try {
            return Optional.of(read.apply(source));
        } catch (IllegalArgumentException wrong) {
            in.problem(key, String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }
}
