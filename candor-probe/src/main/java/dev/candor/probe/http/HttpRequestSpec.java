package dev.candor.probe.http;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One request to be sent. Start from `get` or `post` and narrow it with the `with…` methods.
/// @param headers in addition to those we write ourselves (`Host`, `Connection`, `Content-Length`)
/// @param body empty when there is none
/// @param timeout for everything together: look-up, connect, TLS, redirects, the last byte
/// @param keptBytes how much of the decoded body is kept, 0 to 10 MiB
/// @param readBytes how much of the decoded body is read before the answer counts as too large, 1 byte to 64 MiB
public record HttpRequestSpec(
        URI url,
        String method,
        List<Header> headers,
        byte[] body,
        Auth auth,
        Duration timeout,
        RedirectPolicy redirects,
        Transport transport,
        int keptBytes,
        long readBytes) {
    public static final int KEPT_BYTES = 1 << 20;
    public static final long READ_BYTES = 10L << 20;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /// Ours to write, or able to smuggle a second request, or the key to a cloud's metadata.
    private static final Set<String> REFUSED = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "expect",
            "metadata",
            "metadata-flavor",
            "x-aws-ec2-metadata-token",
            "x-aws-ec2-metadata-token-ttl-seconds");

    public HttpRequestSpec {
        headers = List.copyOf(headers);
        if (Target.read(url) instanceof Target.Reading.Unusable(String why, boolean _)) {
            throw new IllegalArgumentException("url: " + why);
        }
        if (method.isEmpty() || method.length() > 20 || !method.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
            throw new IllegalArgumentException("method must be in capital letters, such as GET, was '" + method + "'");
        }
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw new IllegalArgumentException("method " + method + " is not possible here");
        }
        for (Header header : headers) {
            if (REFUSED.contains(header.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("header '" + header.name() + "' cannot be set");
            }
        }
        if (headers.size() > 50) {
            throw new IllegalArgumentException("there may be 50 headers at most, were " + headers.size());
        }
        if (body.length > 1 << 20) {
            throw new IllegalArgumentException("the request body may be 1 MiB at most");
        }
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout must be 1ms to 5m, was " + timeout.toMillis() + "ms");
        }
        if (transport.version() == HttpVersion.HTTP_2 && !"https".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("http-version 2 needs an https:// url");
        }
        if (keptBytes < 0 || keptBytes > 10 << 20 || readBytes < 1 || readBytes > 64 << 20) {
            throw new IllegalArgumentException("keptBytes must be 0 to 10 MiB and readBytes 1 byte to 64 MiB");
        }
    }

    /// GET with a time-out of 10 s, redirects followed, directly over HTTP/1.1 with the system's trust.
    public static HttpRequestSpec get(URI url) {
        return new HttpRequestSpec(
                url,
                "GET",
                List.of(),
                new byte[0],
                new Auth.None(),
                Duration.ofSeconds(10),
                RedirectPolicy.follow(),
                Transport.usual(),
                KEPT_BYTES,
                READ_BYTES);
    }

    /// POST that follows no redirect, as a webhook should.
    public static HttpRequestSpec post(URI url, String contentType, byte[] body) {
        return get(url).withMethod("POST")
                .withHeader("Content-Type", contentType)
                .withBody(body)
                .withRedirects(RedirectPolicy.none());
    }

    public HttpRequestSpec withMethod(String other) {
        return new HttpRequestSpec(
                url, other, headers, body, auth, timeout, redirects, transport, keptBytes, readBytes);
    }

    public HttpRequestSpec withHeaders(List<Header> other) {
        return new HttpRequestSpec(url, method, other, body, auth, timeout, redirects, transport, keptBytes, readBytes);
    }

    public HttpRequestSpec withHeader(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return withHeaders(more);
    }

    public HttpRequestSpec withBody(byte[] other) {
        return new HttpRequestSpec(
                url, method, headers, other, auth, timeout, redirects, transport, keptBytes, readBytes);
    }

    public HttpRequestSpec withAuth(Auth other) {
        return new HttpRequestSpec(
                url, method, headers, body, other, timeout, redirects, transport, keptBytes, readBytes);
    }

    public HttpRequestSpec withTimeout(Duration other) {
        return new HttpRequestSpec(url, method, headers, body, auth, other, redirects, transport, keptBytes, readBytes);
    }

    public HttpRequestSpec withRedirects(RedirectPolicy other) {
        return new HttpRequestSpec(url, method, headers, body, auth, timeout, other, transport, keptBytes, readBytes);
    }

    public HttpRequestSpec withTransport(Transport other) {
        return new HttpRequestSpec(url, method, headers, body, auth, timeout, redirects, other, keptBytes, readBytes);
    }

    public HttpRequestSpec withTrust(TrustPolicy other) {
        return withTransport(transport.withTrust(other));
    }

    public HttpRequestSpec withIdentity(ClientIdentity other) {
        return withTransport(transport.withIdentity(Optional.of(other)));
    }

    public HttpRequestSpec withLimits(int kept, long read) {
        return new HttpRequestSpec(url, method, headers, body, auth, timeout, redirects, transport, kept, read);
    }

    /// By value, the body too.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpRequestSpec that
                && url.equals(that.url)
                && method.equals(that.method)
                && headers.equals(that.headers)
                && Arrays.equals(body, that.body)
                && auth.equals(that.auth)
                && timeout.equals(that.timeout)
                && redirects.equals(that.redirects)
                && transport.equals(that.transport)
                && keptBytes == that.keptBytes
                && readBytes == that.readBytes;
    }

    @Override
    public int hashCode() {
        return Objects.hash(url, method, headers, Arrays.hashCode(body), auth, timeout, redirects, transport);
    }

    /// Without query, headers and body: they may hold secrets.
    @Override
    public String toString() {
        return "HttpRequestSpec[" + method + " " + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath()
                + "]";
    }
}
