package dev.candor.detect.monitor;

import dev.candor.catalog.document.Reading;
import dev.candor.probe.HealthSpec;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.PageCache;
import dev.candor.probe.PageSpec;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.assertion.Subject;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.HttpVersion;
import dev.candor.probe.http.ProxyServer;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.net.IpVersion;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads what is to be probed from a monitor's document.
final class ProbeReading {
    static final URI NOWHERE = URI.create("http://missing.example/");

    static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    private ProbeReading() {}

    static ProbeSpec spec(Reading in, String kind) {
        ProbeSpec spec = switch (kind) {
            case "page" -> page(in);
            case "steps" -> StepsReading.spec(in);
            case "agreement" -> AgreementReading.spec(in);
            case "freshness" -> LagReading.freshness(in);
            case "queue" -> LagReading.queue(in);
            case "sql" -> DatabaseReading.sql(in);
            case "postgresql" -> DatabaseReading.postgres(in);
            default -> http(in, false);
        };
        Optional<URI> health = in.url("health");
        return health.<ProbeSpec>map(url -> new HealthSpec(spec, HttpSpec.get(url)))
                .orElse(spec);
    }

    private static ProbeSpec page(Reading in) {
        HttpSpec http = http(in, true);
        int maxAssets = in.number("max-assets", PageSpec.USUAL_ASSETS, 1, 1000);
        PageCache cache = in.word("cache", PageCache.class, PageCache.COLD);
        return new PageSpec(
                http.withMethod("GET").withBody(""), in.texts("asset-hosts"), maxAssets, PageSpec.USUAL_BYTES, cache);
    }

    static HttpSpec http(Reading in, boolean page) {
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
                in.problem("headers", name, String.valueOf(wrong.getMessage()));
            }
        });
        Duration timeout = in.duration("timeout", USUAL_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(5));
        List<String> down = assertions(in, "assert", Subject.Seer.HTTP);
        List<String> degraded = assertions(in, "degraded-unless", Subject.Seer.HTTP);
        RedirectPolicy redirects = new RedirectPolicy(in.number("redirects", 5, 0, RedirectPolicy.MOST));
        IpVersion ip = in.word("ip", IpVersion.class, IpVersion.ANY);
        Auth auth = AuthReading.auth(in);
        AuthReading.Tls tls = AuthReading.tls(in);
        checkTls(in, url, page, auth, tls);
        String body = in.text("body", "");
        HttpVersion version = version(in, url, page);
        Optional<ProxyServer> proxy = proxy(in);
        HttpSpec spec = build(in, "url", HttpSpec.get(NOWHERE), () -> HttpSpec.get(url))
                .withHeaders(headers)
                .withAuth(auth)
                .withTrust(tls.trust())
                .withTimeout(timeout)
                .withRedirects(redirects)
                .withIpVersion(ip);
        HttpSpec asked = build(in, "method", spec, () -> spec.withMethod(method).withBody(body));
        HttpSpec judged = build(
                in,
                "assert",
                asked,
                () -> asked.expecting(down.toArray(String[]::new)).degradedUnless(degraded.toArray(String[]::new)));
        HttpSpec spoken = build(in, "http-version", judged, () -> judged.withVersion(version));
        HttpSpec shown = tls.identity().map(spoken::withIdentity).orElse(spoken);
        return proxy.map(shown::withProxy).orElse(shown);
    }

    /// What cannot be is reported at the key that says it, and left as it was.
    private static HttpSpec build(Reading in, String key, HttpSpec otherwise, Supplier<HttpSpec> built) {
        try {
            return built.get();
        } catch (IllegalArgumentException wrong) {
            in.problem(key, String.valueOf(wrong.getMessage()));
            return otherwise;
        }
    }

    static HttpVersion version(Reading in, URI url, boolean page) {
        HttpVersion version = switch (in.oneOf("http-version", "auto", "auto", "1.1", "2")) {
            case "2" -> HttpVersion.HTTP_2;
            case "1.1" -> HttpVersion.HTTP_1_1;
            default -> HttpVersion.AUTO;
        };
        if (version != HttpVersion.HTTP_2) {
            return version;
        }
        if (page) {
            in.problem("http-version", "a page is loaded over HTTP/1.1; a monitor of kind http can demand HTTP/2");
        } else if ("https".equalsIgnoreCase(url.getScheme())) {
            return version;
        } else if (!url.equals(NOWHERE)) {
            in.problem("http-version", "2 needs an https:// url");
        }
        return HttpVersion.AUTO;
    }

    /// What `tls` says must be of use: otherwise somebody would believe that certificates are looked at. Plain HTTP
    /// may still lead to TLS: by a redirect that is expected, by assets elsewhere, by a token fetched before.
    private static void checkTls(Reading in, URI url, boolean page, Auth auth, AuthReading.Tls tls) {
        if (!in.has("tls") || url.equals(NOWHERE) || !"http".equalsIgnoreCase(url.getScheme())) {
            return;
        }
        boolean tokenByTls = auth instanceof Auth.ClientCredentials token
                && "https".equalsIgnoreCase(token.tokenUrl().getScheme());
        if (tls.identity().isPresent()) {
            in.problem("tls", "client-certificate", "is only shown to an https:// url, and this one is http://");
        } else if (!in.has("redirects") && !tokenByTls && !(page && in.has("asset-hosts"))) {
            in.problem(
                    "tls",
                    "is of no use with an http:// url: write https://, or leave it out (if the address redirects to https://, write `redirects` too)");
        }
    }

    /// What is wrong is said without the address: it may hold a password.
    static Optional<ProxyServer> proxy(Reading in) {
        return in.optionalText("proxy").flatMap(text -> {
            try {
                return Optional.of(ProxyServer.parse(text.strip()));
            } catch (IllegalArgumentException wrong) {
                in.problem("proxy", String.valueOf(wrong.getMessage()));
                return Optional.empty();
            }
        });
    }

    /// The sources that can be judged; the others are reported.
    static List<String> assertions(Reading in, String key, Subject.Seer seer) {
        var assertions = new ArrayList<String>();
        for (String source : in.texts(key)) {
            Optional<String> problem = seer.problem(source);
            problem.ifPresentOrElse(what -> in.problem(key, what), () -> assertions.add(source));
        }
        return assertions;
    }
}
