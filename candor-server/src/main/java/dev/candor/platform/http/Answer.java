package dev.candor.platform.http;

import dev.candor.base.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an endpoint answers.
///
/// @param stream not null for an open event stream; the body is empty then
public record Answer(int status, Map<String, String> headers, byte[] body, EventStream.@Nullable Opening stream) {
    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, Map.of("Content-Type", contentType), body, null);
    }

    public static Answer html(String page) {
        return html(200, page);
    }

    public static Answer html(int status, String page) {
        return of(status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer json(@Nullable Object value) {
        return json(200, value);
    }

    public static Answer json(int status, @Nullable Object value) {
        return of(status, "application/json", Json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    /// An RFC 9457 problem document.
    public static Answer problem(int status, String title, String detail) {
        return of(
                status,
                "application/problem+json",
                Json.write(Json.object("type", "about:blank", "title", title, "status", status, "detail", detail))
                        .getBytes(StandardCharsets.UTF_8));
    }

    public static Answer notFound(String what) {
        return problem(404, "Not found", what);
    }

    public static Answer badRequest(String what) {
        return problem(400, "Bad request", what);
    }

    /// 303: after a form was taken, go and look.
    public static Answer seeOther(String path) {
        return new Answer(303, Map.of("Location", path), new byte[0], null);
    }

    public static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0], null);
    }

    public static Answer events(EventStream.Opening opening) {
        return new Answer(200, Map.of(), new byte[0], opening);
    }

    public Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, stream);
    }
}
