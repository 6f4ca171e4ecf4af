package dev.candor.detect.monitor;

import dev.candor.catalog.document.Reading;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.PageSpec;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.net.IpVersion;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads what is to be probed from a monitor's document.
final class ProbeReading {
    private static final URI NOWHERE = URI.create("http://missing.example/");

    private ProbeReading() {}

    static ProbeSpec spec(Reading in, String kind) {
        HttpSpec http = http(in);
        if (!kind.equals("page")) {
            return http;
        }
        int maxAssets = in.number("max-assets", PageSpec.USUAL_ASSETS, 1, 1000);
        return new PageSpec(
                http.withMethod("GET").withBody(""), in.texts("asset-hosts"), maxAssets, PageSpec.USUAL_BYTES);
    }

    private static HttpSpec http(Reading in) {
        URI url = in.url("url").orElseGet(() -> {
            if (!in.has("url")) {
                in.problem("url", "is missing");
            }
            return NOWHERE;
        });
        String method = in.text("method", "GET").toUpperCase(Locale.ROOT);
        var headers = new ArrayList<Header>();
        in.textMap("headers").forEach((name, value) -> {
            try {
                headers.add(new Header(name, value));
            } catch (IllegalArgumentException wrong) {
                in.problem("headers", String.valueOf(wrong.getMessage()));
            }
        });
        Duration timeout =
                in.duration("timeout", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(5));
        List<String> down = assertions(in, "assert");
        List<String> degraded = assertions(in, "degraded-unless");
        RedirectPolicy redirects = new RedirectPolicy(in.number("redirects", 5, 0, RedirectPolicy.MOST));
        IpVersion ip = in.word("ip", IpVersion.class, IpVersion.ANY);
        Auth auth = in.inner("auth", ProbeReading::auth).orElse(new Auth.None());
        String body = in.text("body", "");
        try {
            return HttpSpec.get(url)
                    .withMethod(method)
                    .withHeaders(headers)
                    .withBody(body)
                    .withAuth(auth)
                    .withTimeout(timeout)
                    .expecting(down.toArray(String[]::new))
                    .degradedUnless(degraded.toArray(String[]::new))
                    .withRedirects(redirects)
                    .withIpVersion(ip);
        } catch (IllegalArgumentException wrong) {
            in.problem("url", String.valueOf(wrong.getMessage()));
            return HttpSpec.get(NOWHERE);
        }
    }

    private static Auth auth(Reading in) {
        return in.onlyKeyAmong(List.of("basic", "bearer"))
                .flatMap(kind -> in.inner(kind, inner -> kind.equals("bearer") ? bearer(inner) : basic(inner)))
                .orElse(new Auth.None());
    }

    private static Auth bearer(Reading in) {
        String token = in.text("token");
        try {
            return token.isEmpty() ? new Auth.None() : new Auth.Bearer(token);
        } catch (IllegalArgumentException wrong) {
            in.problem("token", String.valueOf(wrong.getMessage()));
            return new Auth.None();
        }
    }

    private static Auth basic(Reading in) {
        String user = in.text("user");
        String password = in.text("password");
        try {
            return user.isEmpty() || password.isEmpty() ? new Auth.None() : new Auth.Basic(user, password);
        } catch (IllegalArgumentException wrong) {
            in.problem("user", String.valueOf(wrong.getMessage()));
            return new Auth.None();
        }
    }

    /// The sources that can be read; the others are reported.
    private static List<String> assertions(Reading in, String key) {
        var assertions = new ArrayList<String>();
        for (String source : in.texts(key)) {
            switch (Assertion.parse(source)) {
                case Assertion.Parsed.Ok _ -> assertions.add(source);
                case Assertion.Parsed.Wrong wrong ->
                    in.problem(key, "in `" + source + "`: " + wrong.problem() + " at position " + (wrong.at() + 1));
            }
        }
        return assertions;
    }
}
