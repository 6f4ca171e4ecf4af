package dev.candor.detect.monitor;

import dev.candor.catalog.document.Reading;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.PageCache;
import dev.candor.probe.PageSpec;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.assertion.Assertion;
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

/// Reads what is to be probed from a monitor's document.
final class ProbeReading {
    private static final URI NOWHERE = URI.create("http://missing.example/");

    private ProbeReading() {}

    static ProbeSpec spec(Reading in, String kind) {
        boolean page = kind.equals("page");
        HttpSpec http = http(in, page);
        if (!page) {
            return http;
        }
        int maxAssets = in.number("max-assets", PageSpec.USUAL_ASSETS, 1, 1000);
        PageCache cache = in.word("cache", PageCache.class, PageCache.COLD);
        return new PageSpec(
                http.withMethod("GET").withBody(""), in.texts("asset-hosts"), maxAssets, PageSpec.USUAL_BYTES, cache);
    }

    private static HttpSpec http(Reading in, boolean page) {
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
        HttpVersion version = version(in, url, page);
        Optional<ProxyServer> proxy = proxy(in);
        try {
            HttpSpec spec = HttpSpec.get(url)
                    .withMethod(method)
                    .withHeaders(headers)
                    .withBody(body)
                    .withAuth(auth)
                    .withTimeout(timeout)
                    .expecting(down.toArray(String[]::new))
                    .degradedUnless(degraded.toArray(String[]::new))
                    .withRedirects(redirects)
                    .withIpVersion(ip)
                    .withVersion(version);
            return proxy.map(spec::withProxy).orElse(spec);
        } catch (IllegalArgumentException wrong) {
            in.problem("url", String.valueOf(wrong.getMessage()));
            return HttpSpec.get(NOWHERE);
        }
    }

    private static HttpVersion version(Reading in, URI url, boolean page) {
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

    /// What is wrong is said without the address: it may hold a password.
    private static Optional<ProxyServer> proxy(Reading in) {
        return in.optionalText("proxy").flatMap(text -> {
            try {
                return Optional.of(ProxyServer.parse(text.strip()));
            } catch (IllegalArgumentException wrong) {
                in.problem("proxy", String.valueOf(wrong.getMessage()));
                return Optional.empty();
            }
        });
    }

    private static Auth auth(Reading in) {
        return in.onlyKeyAmong(List.of("basic", "bearer"))
                .map(kind -> kind.equals("bearer")
                        ? in.inner("bearer", inner -> (Auth) new Auth.Bearer(inner.text("token")))
                                .orElse(new Auth.None())
                        : in.inner("basic", inner -> (Auth) new Auth.Basic(inner.text("user"), inner.text("password")))
                                .orElse(new Auth.None()))
                .orElse(new Auth.None());
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
