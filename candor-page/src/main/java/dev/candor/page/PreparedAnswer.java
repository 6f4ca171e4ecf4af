package dev.candor.page;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/// A file as it goes out: headers and body are finished, so that a request is a look-up and a write. The compressed
/// form is made with the snapshot where readers wanted the file before, and at the first wish for it otherwise: most
/// files of a page are never asked for before the next snapshot.
final class PreparedAnswer {
    /// Below this gzip saves nothing that matters.
    private static final int WORTH_COMPRESSING = 600;

    static final String FRESH = "public, max-age=15, stale-while-revalidate=60, stale-if-error=604800";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final SnapshotFile file;
    private final Instant since;
    private final Variant identity;
    private final boolean compressible;
    private final String gzipEtag;
    private volatile @Nullable Variant gzip;
    private final HttpField[] common;

    /// One way to send it.
    record Variant(String etag, HttpFields headers, HttpFields notModified, ByteBuffer body) {}

    private PreparedAnswer(SnapshotFile file, long sequence, Instant since) {
        this.file = file;
        this.since = since;
        this.common = common(file, sequence, since);
        this.identity = variant("\"" + file.etag() + "\"", ByteBuffer.wrap(file.identity()), false);
        this.compressible = file.identity().length >= WORTH_COMPRESSING;
        this.gzipEtag = "\"" + file.etag() + "-gz\"";
    }

    /// @param before what stood at the same path; if it is the same file, its compressed form and its date are kept
    static PreparedAnswer of(SnapshotFile file, Snapshot snapshot, Optional<PreparedAnswer> before) {
        Optional<PreparedAnswer> same = before.filter(old -> old.file.sha256().equals(file.sha256()));
        var answer = new PreparedAnswer(
                file, snapshot.sequence(), same.map(old -> old.since).orElse(snapshot.renderedAt()));
        if (answer.compressible) {
            same.flatMap(PreparedAnswer::gzipped).ifPresent(answer::keep);
            before.flatMap(PreparedAnswer::gzipped).ifPresent(_ -> answer.packed());
        }
        return answer;
    }

    private void keep(Gzipped packed) {
        gzip = variant(gzipEtag, ByteBuffer.wrap(packed.bytes()), true);
    }

    private Variant packed() {
        Variant made = gzip;
        return made == null ? pack() : made;
    }

    private synchronized Variant pack() {
        Variant made = gzip;
        if (made == null) {
            made = variant(gzipEtag, ByteBuffer.wrap(Gzipped.of(file.identity())), true);
            gzip = made;
        }
        return made;
    }

    Variant identity() {
        return identity;
    }

    /// The variant for this client.
    Variant variant(boolean acceptsGzip) {
        return acceptsGzip && compressible ? packed() : identity;
    }

    /// Whether the client has it already, in either form.
    boolean matches(String ifNoneMatch) {
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        for (String each : ifNoneMatch.split(",", 20)) {
            String tag = each.strip();
            String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
            if (strong.equals(identity.etag()) || (compressible && strong.equals(gzipEtag))) {
                return true;
            }
        }
        return false;
    }

    Instant since() {
        return since;
    }

    private Optional<Gzipped> gzipped() {
        return Optional.ofNullable(gzip).map(packed -> new Gzipped(packed.body().array()));
    }

    private Variant variant(String etag, ByteBuffer body, boolean packed) {
        var headers = HttpFields.build();
        for (HttpField field : common) {
            headers.add(field);
        }
        headers.add(new PreEncodedHttpField(HttpHeader.ETAG, etag));
        // In a 304 it is the length of what is not sent (RFC 9110, 8.6); without it the server would write a wrong 0.
        headers.add(new PreEncodedHttpField(HttpHeader.CONTENT_LENGTH, Integer.toString(body.remaining())));
        var notModified = headers.asImmutable();
        headers.add(new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, file.contentType()));
        if (packed) {
            headers.add(new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, "gzip"));
        }
        return new Variant(etag, headers.asImmutable(), notModified, body);
    }

    private static HttpField[] common(SnapshotFile file, long sequence, Instant since) {
        boolean asset = file.path().startsWith("assets/")
                && file.path().contains("-")
                && !file.path().endsWith(".svg");
        var fields = HttpFields.build();
        fields.add(new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, asset ? FOR_EVER : FRESH));
        fields.add(new PreEncodedHttpField(HttpHeader.LAST_MODIFIED, httpDate(since)));
        fields.add(new PreEncodedHttpField("Candor-Snapshot", Long.toString(sequence)));
        fields.add(new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding"));
        SecurityHeaders.addTo(fields, SecurityHeaders.openToAll(file.path()));
        return fields.stream().toArray(HttpField[]::new);
    }

    static String httpDate(Instant at) {
        return HTTP_DATE.format(at.atOffset(ZoneOffset.UTC));
    }
}
