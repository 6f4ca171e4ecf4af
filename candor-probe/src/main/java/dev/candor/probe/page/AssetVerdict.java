package dev.candor.probe.page;

import dev.candor.probe.Reason;
import dev.candor.probe.http.GuardedResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Whether an answer is what the page wanted.
final class AssetVerdict {
    private AssetVerdict() {}

    /// Empty when it is; otherwise the words that follow the asset's name.
    static Optional<String> problem(Asset asset, URI page, GuardedResponse response) {
        return switch (response) {
            case GuardedResponse.NotRun(String why) -> Optional.of("could not be looked at: " + why);
            case GuardedResponse.Failed failed ->
                failed.reason() == Reason.TOO_LARGE && isFine(failed)
                        ? Optional.empty() // longer than we care to load, and being sent
                        : Optional.of("failed: " + failed.detail());
            case GuardedResponse.Answered answered -> problem(asset, page, answered);
        };
    }

    private static boolean isFine(GuardedResponse.Failed failed) {
        int status = failed.measured().statusCode();
        return status >= 200 && status < 300 && failed.measured().bodyBytes() > 0;
    }

    private static Optional<String> problem(Asset asset, URI page, GuardedResponse.Answered answer) {
        if (answer.status() >= 400) {
            return Optional.of("answered " + answer.status());
        }
        if (answer.status() >= 300) {
            return Optional.of("answered " + answer.status() + " and is not there");
        }
        if (isBlockedAsMixed(asset, page)) {
            return Optional.of("is asked for without TLS by a page with TLS: browsers refuse to load it");
        }
        boolean strict = asset.kind() != AssetKind.OTHER && asset.kind() != AssetKind.MEDIA;
        if (strict && answer.measured().bodyBytes() == 0) {
            return Optional.of("is empty");
        }
        if (strict && isHtml(answer)) {
            return Optional.of("is an HTML page instead of " + asset.kind().words());
        }
        if (!asset.integrity().isEmpty()
                && answer.bodyComplete()
                && !Integrity.accepts(asset.integrity(), answer.body())) {
            return Optional.of("does not fit its integrity attribute: browsers refuse to use it");
        }
        return Optional.empty();
    }

    private static boolean isBlockedAsMixed(Asset asset, URI page) {
        boolean active =
                asset.kind() == AssetKind.SCRIPT || asset.kind() == AssetKind.STYLE || asset.kind() == AssetKind.FONT;
        return active
                && "https".equalsIgnoreCase(page.getScheme())
                && "http".equalsIgnoreCase(asset.url().getScheme());
    }

    private static boolean isHtml(GuardedResponse.Answered answer) {
        String type = answer.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("text/html") || type.startsWith("application/xhtml")) {
            return true;
        }
        byte[] body = answer.body();
        String start = new String(body, 0, Math.min(body.length, 256), StandardCharsets.ISO_8859_1)
                .replace("\u00ef\u00bb\u00bf", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return answer.bodyReadable() && (start.startsWith("<!doctype html") || start.startsWith("<html"));
    }
}
