package dev.candor.page;

import dev.candor.base.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// One request that [PageConnection] did not answer: a look-up and a write, on the selector's own thread. Nothing
/// here blocks; what might is handed to [Forwarding].
final class PageHandler extends Handler.Abstract.NonBlocking {
    /// Tells an edge node which pages there are.
    static final String LIST = "/.well-known/candor-pages.json";

    private final Supplier<Sites> sites;
    private final Forwarding forwarding;

    PageHandler(Supplier<Sites> sites, Optional<Forward> forward) {
        this.sites = sites;
        this.forwarding = new Forwarding(forward);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Sites now = sites.get();
        String path = Request.getPathInContext(request);
        if (path.equals(LIST)) {
            list(now, request, response, callback);
            return true;
        }
        Optional<Sites.Place> found = now.find(Request.getServerName(request), path);
        if (found.isEmpty()) {
            plain(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "No page has been published here yet.\n");
            return true;
        }
        Sites.Place place = found.get();
        if (place.missingSlash()) {
            response.setStatus(HttpStatus.PERMANENT_REDIRECT_308);
            response.getHeaders().add(HttpHeader.LOCATION, path + "/");
            empty(response, callback);
        } else if (Forward.dynamic(place.path())) {
            forwarding.answer(place, request, response, callback);
        } else {
            file(place, request, response, callback);
        }
        return true;
    }

    private static void file(Sites.Place place, Request request, Response response, Callback callback) {
        PreparedAnswer answer = place.site().answer(place.path());
        String method = request.getMethod();
        boolean reads = HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method);
        if (answer == null) {
            if (reads) {
                notFound(place.site(), request, response, callback);
            } else {
                plain(response, callback, HttpStatus.NOT_FOUND_404, "There is no such page.\n");
            }
        } else if (reads) {
            send(answer, request, response, callback);
        } else {
            notAllowed(place, method, response, callback);
        }
    }

    private static void send(PreparedAnswer answer, Request request, Response response, Callback callback) {
        HttpFields asked = request.getHeaders();
        PreparedAnswer.Variant variant = answer.variant(Conditions.acceptsGzip(asked.get(HttpHeader.ACCEPT_ENCODING)));
        if (Conditions.unchanged(
                answer, asked.get(HttpHeader.IF_NONE_MATCH), asked.get(HttpHeader.IF_MODIFIED_SINCE))) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            response.getHeaders().add(variant.notModified());
            response.write(true, null, callback);
            return;
        }
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().add(variant.headers());
        boolean head = HttpMethod.HEAD.is(request.getMethod());
        response.write(true, head ? null : variant.body().slice(), callback);
    }

    private static void notFound(Site site, Request request, Response response, Callback callback) {
        PreparedAnswer page = site.answer("404");
        if (page == null) {
            plain(response, callback, HttpStatus.NOT_FOUND_404, "There is no such page.\n");
            return;
        }
        response.setStatus(HttpStatus.NOT_FOUND_404);
        PreparedAnswer.Variant variant =
                page.variant(Conditions.acceptsGzip(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING)));
        var headers = HttpFields.build(variant.headers());
        headers.remove(HttpHeader.ETAG);
        headers.remove(HttpHeader.LAST_MODIFIED);
        headers.put(HttpHeader.CACHE_CONTROL, "public, max-age=15");
        response.getHeaders().add(headers);
        boolean head = HttpMethod.HEAD.is(request.getMethod());
        response.write(true, head ? null : variant.body().slice(), callback);
    }

    private static void notAllowed(Sites.Place place, String method, Response response, Callback callback) {
        boolean open = SecurityHeaders.openToAll(place.path());
        boolean options = HttpMethod.OPTIONS.is(method);
        response.getHeaders().add(HttpHeader.ALLOW, options ? "GET, HEAD, OPTIONS" : "GET, HEAD");
        if (options) {
            response.setStatus(HttpStatus.NO_CONTENT_204);
            if (open) {
                response.getHeaders().add("Access-Control-Allow-Methods", "GET, HEAD");
                response.getHeaders().add("Access-Control-Allow-Headers", "If-None-Match, Content-Type, Authorization");
                response.getHeaders().add("Access-Control-Max-Age", "86400");
            }
            SecurityHeaders.addTo(response.getHeaders(), open);
            response.write(true, null, callback);
            return;
        }
        plain(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "A page can only be read.\n");
    }

    private static void list(Sites now, Request request, Response response, Callback callback) {
        var pages = new ArrayList<@Nullable Object>();
        for (Site site : now.all()) {
            pages.add(Json.object(
                    "slug",
                    site.snapshot().slug(),
                    "host",
                    site.host().orElse(null),
                    "sequence",
                    site.snapshot().sequence(),
                    "rendered_at",
                    site.snapshot().renderedAt().toString(),
                    "first",
                    now.first().filter(first -> first == site).isPresent()));
        }
        byte[] body = Json.write(Json.object("pages", pages)).getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().add(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().add(HttpHeader.CACHE_CONTROL, "no-store");
        SecurityHeaders.addTo(response.getHeaders(), true);
        body(response, callback, body, HttpMethod.HEAD.is(request.getMethod()));
    }

    static void plain(Response response, Callback callback, int status, String text) {
        response.setStatus(status);
        response.getHeaders().add(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.getHeaders().add(HttpHeader.CACHE_CONTROL, "no-store");
        SecurityHeaders.addTo(response.getHeaders(), false);
        body(response, callback, text.getBytes(StandardCharsets.UTF_8), false);
    }

    private static void empty(Response response, Callback callback) {
        SecurityHeaders.addTo(response.getHeaders(), false);
        body(response, callback, new byte[0], false);
    }

    private static void body(Response response, Callback callback, byte[] body, boolean head) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, head ? null : ByteBuffer.wrap(body), callback);
    }
}
