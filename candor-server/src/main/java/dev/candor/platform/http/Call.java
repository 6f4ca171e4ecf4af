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
        return value;
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).map(List::getFirst);
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
    public Map<String, List<String>> form() {
        return parseQuery(new String(body, StandardCharsets.UTF_8));
    }

    public String form(String name) {
        return Optional.ofNullable(form().get(name))
                .map(List::getFirst)
                .orElse("")
                .strip();
    }

    /// @throws dev.candor.base.json.JsonException with the place when the body is not a JSON object: answered 400
    public Map<String, @Nullable Object> json() {
        return Json.parseObject(body);
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
