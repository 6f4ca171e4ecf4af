package dev.candor.platform.http;

import dev.candor.base.json.Json;
import dev.candor.platform.auth.Principal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request as an endpoint sees it: plain values, body already read and within its limit.
///
/// @param headers names in lower case
/// @param address the client's address (behind a trusted proxy the one it forwarded)
/// @param origin scheme and authority the client used: `https://candor.example`
public record Call(
        String method,
        String path,
        Map<String, String> pathValues,
        Map<String, List<String>> query,
        Map<String, String> headers,
        byte[] body,
        String address,
        String origin,
        Principal principal) {

    /// A value of the path pattern.
    public String value(String name) {
        String value = pathValues.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return text(name, value);
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).map(List::getFirst).map(value -> text(name, value));
    }

    public String query(String name, String otherwise) {
        return query(name).orElse(otherwise);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public Optional<String> cookie(String name) {
        for (String part : header("cookie").orElse("").split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equals(name)) {
                return Optional.of(part.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }

    /// Whether the client asked for JSON rather than a page.
    public boolean wantsJson() {
        return path.startsWith("/api/") || header("accept").orElse("").contains("application/json");
    }

    /// Fields of an `application/x-www-form-urlencoded` body.
    ///
    /// @throws RefusedException 400 when one of them is no text
    public Map<String, List<String>> form() {
        Map<String, List<String>> fields = parseQuery(new String(body, StandardCharsets.UTF_8));
        fields.forEach((name, values) -> values.forEach(value -> text(name, value)));
        return fields;
    }

    public String form(String name) {
        return Optional.ofNullable(form().get(name))
                .map(List::getFirst)
                .orElse("")
                .strip();
    }

    /// @throws dev.candor.base.json.JsonException with the place when the body is not a JSON object: answered 400
    /// @throws RefusedException 400 when something in it is no text
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> object = Json.parseObject(body);
        texts("body", object);
        return object;
    }

    /// The same for whoever puts right what is no text: doors of machines, of which nobody would hear that they were
    /// refused.
    public Map<String, @Nullable Object> jsonAsSent() {
        return Json.parseObject(body);
    }

    private static void texts(String at, @Nullable Object tree) {
        switch (tree) {
            case String value -> text(at, value);
            case Map<?, ?> object ->
                object.forEach((key, value) -> {
                    String name = text(at, String.valueOf(key));
                    texts(at.equals("body") ? name : at + "." + name, value);
                });
            case List<?> list -> list.forEach(value -> texts(at, value));
            case null, default -> {}
        }
    }

    /// NUL is in no text that people write, and PostgreSQL stores none: refused here, for every database alike.
    private static String text(String name, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new RefusedException(Answer.badRequest(
                    "'" + name.replace('\0', '\uFFFD') + "' holds a NUL character (U+0000): take it out"));
        }
        return value;
    }

    static Map<String, List<String>> parseQuery(String text) {
        var fields = new LinkedHashMap<String, List<String>>();
        for (String part : text.split("&")) {
            if (part.isEmpty() || fields.size() > 500) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : decode(part.substring(equals + 1));
            fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            return text;
        }
    }

    /// A number as paths and cursors hold it: 1 to 18 digits. Empty for anything else.
    public static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
