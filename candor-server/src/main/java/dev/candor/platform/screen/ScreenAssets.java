package dev.candor.platform.screen;

import dev.candor.page.html.Assets;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/// Style and script under names that hold a hash of what is in them: they may be cached for ever.
public final class ScreenAssets {
    private record File(String type, byte[] bytes) {}

    private static final String STYLE;
    private static final String SCRIPT;
    private static final String ICON = "icon.svg";
    private static final Map<String, File> FILES;
    /// The public pages' own, under the names they have there: previews look like the page.
    private static final Map<String, File> PAGE_FILES = Assets.load().files().stream()
            .collect(Collectors.toUnmodifiableMap(
                    file -> file.path().substring("assets/".length()),
                    file -> new File(file.contentType(), file.identity())));

    static {
        byte[] style = read(Assets.TOKENS, "/console/console.css");
        byte[] script = read("/console/console.js");
        STYLE = "console-" + Hashes.sha256(style).substring(0, 10) + ".css";
        SCRIPT = "console-" + Hashes.sha256(script).substring(0, 10) + ".js";
        FILES = Map.of(
                STYLE, new File("text/css; charset=utf-8", style),
                SCRIPT, new File("text/javascript; charset=utf-8", script),
                ICON, new File("image/svg+xml; charset=utf-8", read("/console/icon.svg")));
    }

    private ScreenAssets() {}

    /// Path of the style sheet.
    public static String style() {
        return "/assets/" + STYLE;
    }

    /// Path of the script.
    public static String script() {
        return "/assets/" + SCRIPT;
    }

    public static Route route() {
        return Route.get(
                "/assets/{name}",
                Access.anybody("style and script of the login page too; nothing secret is in them"),
                ScreenAssets::answer);
    }

    private static Answer answer(Call call) {
        String name = call.value("name");
        File file = FILES.containsKey(name) ? FILES.get(name) : PAGE_FILES.get(name);
        return file == null
                ? Answer.notFound("There is no such file.")
                : Answer.of(200, file.type(), file.bytes())
                        .with("Cache-Control", "public, max-age=31536000, immutable");
    }

    private static byte[] read(String... resources) {
        var bytes = new ByteArrayOutputStream();
        for (String resource : resources) {
            try (InputStream in = ScreenAssets.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("missing in this build: " + resource);
                }
                bytes.writeBytes(in.readAllBytes());
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return bytes.toByteArray();
    }
}
