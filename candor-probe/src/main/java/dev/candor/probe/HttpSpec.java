package dev.candor.probe;

import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.assertion.Subject;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.ClientIdentity;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.HttpRequestSpec;
import dev.candor.probe.http.HttpVersion;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.http.TrustPolicy;
import dev.candor.probe.net.IpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One HTTP request and what its answer must look like. Start from `get(url)` and narrow it with `with…`.
/// Without an assertion about the status, anything from 200 to 399 passes.
/// @param timeout for everything together, 1 ms to 5 min
/// @param assertions unmet: failed
/// @param degradedAssertions unmet while the others are met: degraded
/// @param identity the certificate this client shows (mutual TLS), if any
public record HttpSpec(
        URI url,
        String method,
        List<Header> headers,
        String body,
        Auth auth,
        Duration timeout,
        List<Assertion> assertions,
        List<Assertion> degradedAssertions,
        RedirectPolicy redirects,
        IpVersion ipVersion,
        HttpVersion httpVersion,
        TrustPolicy trust,
        Optional<ClientIdentity> identity)
        implements ProbeSpec {
    private static final int MOST_ASSERTIONS = 50;

    public HttpSpec {
        headers = List.copyOf(headers);
        assertions = List.copyOf(assertions);
        degradedAssertions = List.copyOf(degradedAssertions);
        if (assertions.size() + degradedAssertions.size() > MOST_ASSERTIONS) {
            throw new IllegalArgumentException("there may be " + MOST_ASSERTIONS + " assertions at most");
        }
        request(
                url, method, headers, body, auth, timeout, redirects, ipVersion, trust, identity,
                0); // says what is wrong
    }

    public static HttpSpec get(URI url) {
        return new HttpSpec(
                url,
                "GET",
                List.of(),
                "",
                new Auth.None(),
                Duration.ofSeconds(10),
                List.of(),
                List.of(),
                RedirectPolicy.follow(),
                IpVersion.ANY,
                HttpVersion.HTTP_1_1,
                new TrustPolicy.System(),
                Optional.empty());
    }

    /// @throws IllegalArgumentException when it is no URL
    public static HttpSpec get(String url) {
        return get(URI.create(url));
    }

    private static HttpRequestSpec request(
            URI url,
            String method,
            List<Header> headers,
            String body,
            Auth auth,
            Duration timeout,
            RedirectPolicy redirects,
            IpVersion ipVersion,
            TrustPolicy trust,
            Optional<ClientIdentity> identity,
            int keptBytes) {
        byte[] bytes = body.isEmpty() ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        return new HttpRequestSpec(
                url,
                method,
                headers,
                bytes,
                auth,
                timeout,
                redirects,
                ipVersion,
                trust,
                identity,
                keptBytes,
                HttpRequestSpec.READ_BYTES);
    }

    /// The request to send; the body of the answer is kept only when an assertion asks for it.
    HttpRequestSpec request() {
        boolean needsBody = false;
        for (Assertion assertion : assertions) {
            needsBody |= assertion.needsBody();
        }
        for (Assertion assertion : degradedAssertions) {
            needsBody |= assertion.needsBody();
        }
        int kept = needsBody ? HttpRequestSpec.KEPT_BYTES : 0;
        return request(url, method, headers, body, auth, timeout, redirects, ipVersion, trust, identity, kept);
    }

    boolean asksForStatus() {
        for (Assertion assertion : assertions) {
            if (assertion.subject() == Subject.STATUS) {
                return true;
            }
        }
        return false;
    }

    public HttpSpec withMethod(String other) {
        return new HttpSpec(
                url,
                other,
                headers,
                body,
                auth,
                timeout,
                assertions,
                degradedAssertions,
                redirects,
                ipVersion,
                httpVersion,
                trust,
                identity);
    }

    public HttpSpec withHeaders(List<Header> other) {
        return new HttpSpec(
                url,
                method,
                other,
                body,
                auth,
                timeout,
                assertions,
                degradedAssertions,
                redirects,
                ipVersion,
                httpVersion,
                trust,
                identity);
    }

    public HttpSpec withBody(String other) {
        return new HttpSpec(
                url,
                method,
                headers,
                other,
                auth,
                timeout,
                assertions,
                degradedAssertions,
                redirects,
                ipVersion,
                httpVersion,
                trust,
                identity);
    }

    public HttpSpec withAuth(Auth other) {
        return new HttpSpec(
                url,
                method,
                headers,
                body,
                other,
                timeout,
                assertions,
                degradedAssertions,
                redirects,
                ipVersion,
                httpVersion,
                trust,
                identity);
    }

    public HttpSpec withTimeout(Duration other) {
        return new HttpSpec(
                url,
                method,
                headers,
                body,
                auth,
                other,
                assertions,
                degradedAssertions,
                redirects,
                ipVersion,
                httpVersion,
                trust,
                identity);
    }

    /// @throws IllegalArgumentException pointing at what is wrong in one of them
    public HttpSpec expecting(String... sources) {
        return new HttpSpec(
                url,
                method,
                headers,
                body,
                auth,
                timeout,
                all(sources),
                degradedAssertions,
                redirects,
                ipVersion,
                httpVersion,
                trust,
                identity);
    }

    /// @throws IllegalArgumentException pointing at what is wrong in one of them
    public HttpSpec degradedUnless(String... sources) {
        return new HttpSpec(
                url,
                method,
                headers,
                body,
                auth,
                timeout,
                assertions,
                all(sources),
                redirects,
                ipVersion,
                httpVersion,
                trust,
                identity);
    }

    public HttpSpec withRedirects(RedirectPolicy other) {
        return new HttpSpec(
                url,
                method,
                headers,
                body,
                auth,
                timeout,
                assertions,
                degradedAssertions,
                other,
                ipVersion,
                httpVersion,
                trust,
                identity);
    }

    public HttpSpec withIpVersion(IpVersion other) {
        return new HttpSpec(
                url,
                method,
                headers,
                body,
                auth,
                timeout,
                assertions,
                degradedAssertions,
                redirects,
                other,
                httpVersion,
                trust,
                identity);
    }

    public HttpSpec withTrust(TrustPolicy other) {
        return new HttpSpec(
                url,
                method,
                headers,
                body,
                auth,
                timeout,
                assertions,
                degradedAssertions,
                redirects,
                ipVersion,
                httpVersion,
                other,
                identity);
    }

    public HttpSpec withIdentity(ClientIdentity other) {
        return new HttpSpec(
                url,
                method,
                headers,
                body,
                auth,
                timeout,
                assertions,
                degradedAssertions,
                redirects,
                ipVersion,
                httpVersion,
                trust,
                Optional.of(other));
    }

    private static List<Assertion> all(String... sources) {
        return List.of(sources).stream().map(Assertion::of).toList();
    }

    /// Without query, headers and body: they may hold secrets.
    @Override
    public String toString() {
        return "HttpSpec[" + method + " " + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath() + "]";
    }
}
