package dev.candor.probe;

import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.assertion.Subject;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.ClientIdentity;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.HttpRequestSpec;
import dev.candor.probe.http.HttpVersion;
import dev.candor.probe.http.ProxyServer;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.http.Transport;
import dev.candor.probe.http.TrustPolicy;
import dev.candor.probe.net.IpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One HTTP request and what its answer must look like. Start from `get(url)` and narrow it with `with…`.
/// Without an assertion about the status, anything from 200 to 399 passes.
/// @param asked what is sent, and how; how much of the body is kept is decided by the assertions
/// @param assertions unmet: failed
/// @param degradedAssertions unmet while the others are met: degraded
public record HttpSpec(HttpRequestSpec asked, List<Assertion> assertions, List<Assertion> degradedAssertions)
        implements ProbeSpec {
    private static final int MOST_ASSERTIONS = 50;

    public HttpSpec {
        assertions = List.copyOf(assertions);
        degradedAssertions = List.copyOf(degradedAssertions);
        if (assertions.size() + degradedAssertions.size() > MOST_ASSERTIONS) {
            throw new IllegalArgumentException("there may be " + MOST_ASSERTIONS + " assertions at most");
        }
    }

    /// GET with a time-out of 10 s, redirects followed, HTTP/2 where the server chooses it.
    public static HttpSpec get(URI url) {
        Transport transport = Transport.usual().withVersion(HttpVersion.AUTO);
        return new HttpSpec(HttpRequestSpec.get(url).withTransport(transport), List.of(), List.of());
    }

    /// @throws IllegalArgumentException when it is no URL
    public static HttpSpec get(String url) {
        return get(URI.create(url));
    }

    /// The request to send; the body of the answer is kept only when an assertion asks for it.
    HttpRequestSpec request() {
        boolean needsBody =
                Stream.concat(assertions.stream(), degradedAssertions.stream()).anyMatch(Assertion::needsBody);
        return asked.withLimits(needsBody ? HttpRequestSpec.KEPT_BYTES : 0, HttpRequestSpec.READ_BYTES);
    }

    /// The same, for those who take something out of the body.
    HttpRequestSpec requestWithBody() {
        return asked.withLimits(HttpRequestSpec.KEPT_BYTES, HttpRequestSpec.READ_BYTES);
    }

    boolean asksForStatus() {
        return assertions.stream().anyMatch(assertion -> assertion.subject() == Subject.STATUS);
    }

    public URI url() {
        return asked.url();
    }

    public String method() {
        return asked.method();
    }

    @Override
    public Duration timeout() {
        return asked.timeout();
    }

    @Override
    public String host() {
        return url().getHost() + ":" + url().getPort();
    }

    private HttpSpec asking(HttpRequestSpec other) {
        return new HttpSpec(other, assertions, degradedAssertions);
    }

    private HttpSpec over(Transport other) {
        return asking(asked.withTransport(other));
    }

    public HttpSpec withMethod(String other) {
        return asking(asked.withMethod(other));
    }

    public HttpSpec withHeaders(List<Header> other) {
        return asking(asked.withHeaders(other));
    }

    public HttpSpec withBody(String other) {
        return asking(asked.withBody(other.getBytes(StandardCharsets.UTF_8)));
    }

    public HttpSpec withAuth(Auth other) {
        return asking(asked.withAuth(other));
    }

    public HttpSpec withTimeout(Duration other) {
        return asking(asked.withTimeout(other));
    }

    /// @throws IllegalArgumentException pointing at what is wrong in one of them
    public HttpSpec expecting(String... sources) {
        return new HttpSpec(asked, all(sources), degradedAssertions);
    }

    /// @throws IllegalArgumentException pointing at what is wrong in one of them
    public HttpSpec degradedUnless(String... sources) {
        return new HttpSpec(asked, assertions, all(sources));
    }

    public HttpSpec withRedirects(RedirectPolicy other) {
        return asking(asked.withRedirects(other));
    }

    public HttpSpec withIpVersion(IpVersion other) {
        return over(asked.transport().withIpVersion(other));
    }

    /// @throws IllegalArgumentException when HTTP/2 is demanded of a URL without TLS
    public HttpSpec withVersion(HttpVersion other) {
        return over(asked.transport().withVersion(other));
    }

    public HttpSpec withProxy(ProxyServer other) {
        return over(asked.transport().withProxy(Optional.of(other)));
    }

    public HttpSpec withTrust(TrustPolicy other) {
        return over(asked.transport().withTrust(other));
    }

    public HttpSpec withIdentity(ClientIdentity other) {
        return over(asked.transport().withIdentity(Optional.of(other)));
    }

    private static List<Assertion> all(String... sources) {
        return Stream.of(sources).map(Assertion::of).toList();
    }

    /// Without query, headers and body: they may hold secrets.
    @Override
    public String toString() {
        return "HttpSpec[" + method() + " " + url().getScheme() + "://" + url().getRawAuthority() + url().getRawPath()
                + "]";
    }
}
