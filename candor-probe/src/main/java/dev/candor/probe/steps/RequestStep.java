package dev.candor.probe.steps;

import dev.candor.probe.HttpSpec;
import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.assertion.Extraction;
import dev.candor.probe.assertion.Subject;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.http.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One request of several, with places for what earlier ones took.
///
/// @param headers name and value; the value may have places
/// @param assertions unmet: the step fails. Without one about the status, anything from 200 to 399 passes
/// @param take what is carried on, by name
/// @param await when the answer may need time
/// @param always runs also when an earlier step failed: for cleaning up
public record RequestStep(
        String name,
        TextTemplate url,
        String method,
        Map<String, TextTemplate> headers,
        TextTemplate body,
        List<TextTemplate> assertions,
        Map<String, Extraction> take,
        Optional<Await> await,
        boolean always,
        RedirectPolicy redirects)
        implements Step {
    public RequestStep {
        headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        assertions = List.copyOf(assertions);
        take = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(take));
        Step.check(name, take);
    }

    @Override
    public Set<String> names() {
        var names = new TreeSet<>(url.names());
        headers.values().forEach(value -> names.addAll(value.names()));
        names.addAll(body.names());
        assertions.forEach(assertion -> names.addAll(assertion.names()));
        return names;
    }

    @Override
    public List<Wrong> wrong() {
        Map<String, String> values = Step.standIns(this);
        var wrong = new ArrayList<Wrong>(Step.unjudgeable(assertions, Subject.Seer.HTTP, values));
        if (url.toString().startsWith("{{")) {
            return wrong; // an address that is only known when it was taken
        }
        try {
            withoutAssertions().request(values, new Auth.None(), Transport.usual(), Duration.ofSeconds(10));
        } catch (IllegalArgumentException unsendable) {
            String why = String.valueOf(unsendable.getMessage());
            String key = why.contains("header") ? "headers" : why.startsWith("method") ? "method" : "url";
            wrong.add(new Wrong(key, why.startsWith("url: ") ? why.substring(5) : why));
        }
        return wrong;
    }

    private RequestStep withoutAssertions() {
        return new RequestStep(name, url, method, headers, body, List.of(), take, await, always, redirects);
    }

    /// The request with its values.
    ///
    /// @throws IllegalArgumentException when the values make it something that cannot be sent
    public HttpSpec request(Map<String, String> values, Auth auth, Transport transport, Duration timeout) {
        var written = new ArrayList<Header>();
        headers.forEach((header, value) -> written.add(new Header(header, value.fill(values))));
        boolean json = isJson(written);
        if (json && written.stream().noneMatch(RequestStep::isContentType)) {
            written.add(new Header("Content-Type", "application/json"));
        }
        URI address = URI.create(url.fillUrl(values));
        var spec = HttpSpec.get(address);
        return new HttpSpec(
                        spec.asked()
                                .withTransport(transport)
                                .withRedirects(redirects)
                                .withTimeout(timeout),
                        assertions.stream()
                                .map(assertion -> Assertion.of(assertion.fillJson(values)))
                                .toList(),
                        List.of())
                .withMethod(method)
                .withHeaders(written)
                .withAuth(auth)
                .withBody(json ? body.fillJson(values) : body.fill(values));
    }

    private boolean isJson(List<Header> written) {
        String text = body.toString().stripLeading();
        boolean looksLikeIt = text.startsWith("{") && !text.startsWith("{{") || text.startsWith("[");
        return written.stream()
                .filter(RequestStep::isContentType)
                .findFirst()
                .map(type -> type.value().contains("json"))
                .orElse(looksLikeIt);
    }

    private static boolean isContentType(Header header) {
        return header.name().equalsIgnoreCase("Content-Type");
    }
}
