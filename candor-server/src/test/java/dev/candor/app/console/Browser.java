package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.app.Candor;
import dev.candor.app.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real server and somebody who uses it with a browser without JavaScript.
final class Browser implements AutoCloseable {
    private static final String PASSWORD = "a long enough password";
    private static final Pattern PART = Pattern.compile(
            "(?s)<input\\b([^>]*)>|<select\\b([^>]*)>(.*?)</select>|<textarea\\b([^>]*)>(.*?)</textarea>");
    private static final Pattern OPTION = Pattern.compile("(?s)<option\\b([^>]*)>(.*?)</option>");

    final Candor candor;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final List<InputStream> streams = new ArrayList<>();

    Browser(Path data, String configuration, String... allowed) throws Exception {
        this(
                data,
                configuration,
                allowed.length == 0 ? Map.of() : Map.of("CANDOR_NETWORK_ALLOW", String.join(",", allowed)));
    }

    Browser(Path data, String configuration, Map<String, String> environment) throws Exception {
        var loaded = Settings.load(
                Optional.empty(),
                Map.of("data", data.toString(), "listen", "127.0.0.1:0", "page-listen", "127.0.0.1:0"),
                environment);
        assertThat(loaded.problems()).isEmpty();
        candor = new Candor(loaded.settings());
        if (!configuration.isEmpty()) {
            assertThat(candor.applying()
                            .files(Map.of("shop.yaml", configuration), Map.of(), false, "candor")
                            .problems())
                    .isEmpty();
        }
        candor.start();
    }

    /// Gives a person their password and signs them in.
    void admit(String name) throws Exception {
        String hash = candor.passwords().hash(PASSWORD);
        candor.platform().ledger().inTransaction(tx -> {
            candor.platform()
                    .access()
                    .setPassword(tx, name, hash, candor.platform().clock().instant());
            return true;
        });
        var answer = post("nobody", "/login", Map.of("name", List.of(name), "password", List.of(PASSWORD)));
        assertThat(answer.statusCode()).isEqualTo(303);
        String cookie = answer.headers().firstValue("set-cookie").orElseThrow();
        cookies.put(name, cookie.substring(0, cookie.indexOf(';')));
    }

    HttpResponse<String> get(String who, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(candor.consoleUrl() + path))
                        .header("Cookie", cookies.getOrDefault(who, "none=1"))
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// Opens the events of the console and leaves them open.
    void listen(String who) throws Exception {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(candor.consoleUrl() + "/events"))
                        .header("Cookie", cookies.getOrDefault(who, "none=1"))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        streams.add(answer.body());
    }

    HttpResponse<String> post(String who, String path, Map<String, List<String>> fields) throws Exception {
        var form = new ArrayList<String>();
        fields.forEach((name, values) ->
                values.forEach(value -> form.add(URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return http.send(
                HttpRequest.newBuilder(URI.create(candor.consoleUrl() + path))
                        .header("Cookie", cookies.getOrDefault(who, "none=1"))
                        .header("Accept", "text/html")
                        .header("Sec-Fetch-Site", "same-origin")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(String.join("&", form)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// What a browser would send for the form of a screen that is posted to `action`, without any button.
    static Map<String, List<String>> form(String screen, String action) {
        int start = screen.indexOf("action=\"" + action + "\"");
        assertThat(start).as("a form for " + action).isPositive();
        String form = screen.substring(screen.indexOf('>', start), screen.indexOf("</form>", start));
        var fields = new LinkedHashMap<String, List<String>>();
        Matcher part = PART.matcher(form);
        while (part.find()) {
            String attributes =
                    part.group(1) != null ? part.group(1) : part.group(2) != null ? part.group(2) : part.group(4);
            String name = attribute(attributes, "name");
            if (name.isEmpty() || attributes.contains("type=\"checkbox\"") && !attributes.contains(" checked")) {
                continue;
            }
            String value = part.group(2) != null
                    ? chosen(part.group(3))
                    : part.group(4) != null ? unescaped(part.group(5)) : attribute(attributes, "value");
            fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    private static String chosen(String options) {
        Matcher option = OPTION.matcher(options);
        String first = "";
        for (int i = 0; option.find(); i++) {
            String value = option.group(1).contains("value=")
                    ? attribute(option.group(1), "value")
                    : unescaped(option.group(2));
            if (option.group(1).contains(" selected")) {
                return value;
            }
            first = i == 0 ? value : first;
        }
        return first;
    }

    private static String attribute(String attributes, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(attributes);
        return found.find() ? unescaped(found.group(1)) : "";
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    @Override
    public void close() {
        for (InputStream stream : streams) {
            try {
                stream.close();
            } catch (IOException gone) {
                // the server ended it first
            }
        }
        http.close();
        candor.close();
    }
}
