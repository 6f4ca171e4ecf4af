package dev.candor.detect.vendor;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// From the bytes of a page to what it says. Pure; never throws, whatever the bytes are.
final class Reader {
    /// A page on which nothing has changed for so long is no word on how they are today.
    static final Duration TOO_OLD = Duration.ofDays(365);

    private Reader() {}

    /// @param format AUTO finds out by what the bytes look like
    /// @param more a second document where the format has one; empty when it could not be fetched
    static Read read(Vendor.Format format, byte[] main, Optional<byte[]> more, Instant now) {
        byte[] bytes = withoutMark(main);
        String start = new String(bytes, 0, Math.min(bytes.length, 1000), StandardCharsets.UTF_8)
                .strip()
                .toLowerCase(Locale.ROOT);
        Read read;
        if (start.isEmpty()) {
            return new Read.Unreadable("it is empty");
        } else if (start.startsWith("<!doctype html") || start.startsWith("<html") || start.contains("<html")) {
            return new Read.Unreadable(
                    start.contains("login") || start.contains("sign in")
                            ? "it is a web page that asks to sign in"
                            : "it is a web page, not a feed or JSON");
        } else if (start.startsWith("<") || isUtf16(main)) {
            read = format == Vendor.Format.AUTO || format == Vendor.Format.RSS || format == Vendor.Format.ATOM
                    ? FeedReader.read(main, now)
                    : new Read.Unreadable("it is XML, not JSON");
        } else {
            read = json(format, bytes, more, now);
        }
        return read.then(report -> aged(report, now));
    }

    private static Read json(Vendor.Format format, byte[] bytes, Optional<byte[]> more, Instant now) {
        Tree document;
        try {
            document = new Tree(Json.parseObject(bytes));
        } catch (JsonException broken) {
            return new Read.Unreadable(
                    "it is no JSON we can read: " + Plain.line(String.valueOf(broken.getMessage()), 150));
        }
        Optional<Tree> other = more.flatMap(Reader::tree);
        return switch (format) {
            case STATUSPAGE -> StatuspageReader.read(document, other);
            case INCIDENT_IO ->
                document.has("page") ? StatuspageReader.read(document, other) : IncidentIoReader.read(document, now);
            case INSTATUS -> InstatusReader.read(document, other, now);
            case RSS, ATOM -> new Read.Unreadable("it is JSON, not a feed");
            case AUTO -> {
                Read read = StatuspageReader.read(document, other);
                if (read instanceof Read.Unreadable) {
                    read = IncidentIoReader.read(document, now);
                }
                if (read instanceof Read.Unreadable) {
                    read = InstatusReader.read(document, other, now);
                }
                yield read instanceof Read.Unreadable
                        ? new Read.Unreadable("it is JSON of no kind we know: Statuspage, incident.io or Instatus")
                        : read;
            }
        };
    }

    /// A second document that is broken is as good as none.
    private static Optional<Tree> tree(byte[] bytes) {
        try {
            return Tree.of(Json.parse(withoutMark(bytes)));
        } catch (JsonException broken) {
            return Optional.empty();
        }
    }

    private static Read aged(VendorReport report, Instant now) {
        boolean old =
                report.changedAt().filter(at -> at.plus(TOO_OLD).isBefore(now)).isPresent();
        return old
                ? new Read.Unreadable("nothing on it has changed since "
                        + report.changedAt().orElse(now).toString().substring(0, 10))
                : new Read.Said(report.changedAt().filter(now::isBefore).isPresent() ? undated(report) : report);
    }

    /// A newest word that is to come says nothing about how new their words are.
    private static VendorReport undated(VendorReport report) {
        return new VendorReport(
                report.format(),
                report.title(),
                report.indicator(),
                report.components(),
                report.events(),
                report.whole(),
                Optional.empty());
    }

    private static boolean isUtf16(byte[] bytes) {
        return bytes.length > 1
                && ((bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff)
                        || (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe));
    }

    private static byte[] withoutMark(byte[] bytes) {
        boolean marked =
                bytes.length > 2 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }
}
