package dev.candor.page.html;

import dev.candor.page.Headline;
import dev.candor.page.SnapshotFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Style, script and icons of a page, under names that hold a hash of what is in them: they may be cached for ever.
///
/// @param style path below the page's root, `assets/page-1a2b3c4d5e.css`
/// @param script likewise
/// @param files these two and one icon per tone
public record Assets(String style, String script, List<SnapshotFile> files) {
    /// What the console shares with the pages: colours, type, spacing, as CSS custom properties.
    public static final String TOKENS = "/dev/candor/page/assets/tokens.css";

    private static final String SETTLED = "icon-settled.svg";

    /// Read once from the class path.
    public static Assets load() {
        SnapshotFile style = hashed("page", "css", "text/css; charset=utf-8", TOKENS, at("page.css"));
        SnapshotFile script = hashed("page", "js", "text/javascript; charset=utf-8", at("page.js"));
        var files = new ArrayList<SnapshotFile>();
        files.add(style);
        files.add(script);
        for (Headline.Tone tone : Headline.Tone.values()) {
            String name = iconName(tone);
            files.add(icon(name));
        }
        files.add(icon(SETTLED));
        return new Assets(style.path(), script.path(), List.copyOf(files));
    }

    /// The icon in the browser's tab shows the tone too.
    public String icon(Headline.Tone tone) {
        return "assets/" + iconName(tone);
    }

    /// For pages about the past: it says nothing about now.
    public String settledIcon() {
        return "assets/" + SETTLED;
    }

    private static SnapshotFile icon(String name) {
        return SnapshotFile.of("assets/" + name, "image/svg+xml; charset=utf-8", read(at(name)));
    }

    private static String iconName(Headline.Tone tone) {
        return "icon-" + tone.name().toLowerCase(Locale.ROOT) + ".svg";
    }

    private static String at(String name) {
        return "/dev/candor/page/assets/" + name;
    }

    private static SnapshotFile hashed(String name, String ending, String type, String... resources) {
        var bytes = new ByteArrayOutputStream();
        for (String resource : resources) {
            bytes.writeBytes(read(resource));
        }
        SnapshotFile plain = SnapshotFile.of("assets/" + name, type, bytes.toByteArray());
        return SnapshotFile.of(
                "assets/" + name + "-" + plain.sha256().substring(0, 10) + "." + ending, type, plain.identity());
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing in this build: " + resource);
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
