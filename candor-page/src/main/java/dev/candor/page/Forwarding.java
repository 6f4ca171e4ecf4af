package dev.candor.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands a request to the [Forward], off the selector's thread.
final class Forwarding {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
    private static final int MAX_BODY = 64 * 1024;
    private static final String AWAY = """
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8">\
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">\
            <title>Not possible right now</title></head><body><main><h1>Not possible right now</h1>\
            <p>The status page itself works, but subscribing needs a part of it that is away. Please try again later.</p>\
            <p><a href="/%s/">Back to the status page</a></p></main></body></html>
            """;

    private final Optional<Forward> forward;
    private final Semaphore places = new Semaphore(64);

    Forwarding(Optional<Forward> forward) {
        this.forward = forward;
    }

    void answer(Sites.Place place, Request request, Response response, Callback callback) {
        if (forward.isEmpty() || !places.tryAcquire()) {
            away(place, response, callback);
            return;
        }
        Thread.ofVirtual().name("forward").start(() -> {
            try {
                forward(forward.get(), place, request, response, callback);
            } finally {
                places.release();
            }
        });
    }

    private static void forward(
            Forward forward, Sites.Place place, Request request, Response response, Callback callback) {
        byte[] body;
        try {
            body = body(request);
        } catch (IOException nonsense) {
            // Strangers' nonsense is theirs to know of: it fills no log.
            PageHandler.plain(response, callback, HttpStatus.BAD_REQUEST_400, "That could not be read.\n");
            return;
        }
        if (body.length > MAX_BODY) {
            PageHandler.plain(response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413, "That is too much.\n");
            return;
        }
        Forward.Answer answer;
        try {
            String query = request.getHttpURI().getQuery();
            answer = forward.answer(new Forward.Asked(
                    place.site().snapshot().slug(),
                    request.getMethod(),
                    place.path(),
                    query == null ? "" : query,
                    headers(request),
                    body,
                    Request.getRemoteAddr(request)));
        } catch (RuntimeException failed) {
            LOG.warn(
                    "{} of page {} was not answered",
                    place.path(),
                    place.site().snapshot().slug(),
                    failed);
            away(place, response, callback);
            return;
        }
        send(answer, response, callback);
    }

    private static void send(Forward.Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        SecurityHeaders.addMissing(response.getHeaders());
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private static byte[] body(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            return in.readNBytes(MAX_BODY + 1);
        }
    }

    private static Map<String, String> headers(Request request) {
        var headers = new LinkedHashMap<String, String>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), value == null ? "" : value);
        }
        return headers;
    }

    private static void away(Sites.Place place, Response response, Callback callback) {
        byte[] body = AWAY.formatted(place.site().snapshot().slug()).getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.RETRY_AFTER, "60");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        SecurityHeaders.addMissing(response.getHeaders());
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
