package dev.candor.page;

import dev.candor.page.ReadyBytes.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// A reader's connection as long as it asks only for finished files and in the plainest way: the answer is looked up
/// and written on the selector's own thread, in one call. The first request that is anything else (see [PlainRead]),
/// or that came in pieces, goes with all its bytes to Jetty's HTTP connection, which then has the reader for good. So
/// there is one place that decides what HTTP is, and this is not it.
final class PageConnection extends AbstractConnection implements Connection.UpgradeFrom {
    private static final ThreadLocal<Desk> DESK = ThreadLocal.withInitial(Desk::new);

    private final Connector connector;
    private final Supplier<Sites> sites;
    private final Function<EndPoint, Connection> http;
    private final Callback readable =
            Callback.from(Callback.InvocationType.NON_BLOCKING, this::onFillable, this::onFillInterestedFailed);
    private byte[] unread = new byte[0];

    /// What a thread needs while it serves one connection after the other.
    private static final class Desk {
        final ByteBuffer in = ByteBuffer.allocate(PageServer.MAX_HEADER_BYTES);
        final ReadyBytes ready = new ReadyBytes();
    }

    /// @param http makes the connection that takes over; it must take as many bytes as are read here at once
    PageConnection(Connector connector, EndPoint endPoint, Supplier<Sites> sites, Function<EndPoint, Connection> http) {
        super(endPoint, connector.getExecutor());
        this.connector = connector;
        this.sites = sites;
        this.http = http;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        fillInterested(readable);
    }

    @Override
    public void onFillable() {
        Desk desk = DESK.get();
        BufferUtil.clear(desk.in);
        try {
            int filled = getEndPoint().fill(desk.in);
            if (filled < 0) {
                close();
            } else {
                answer(desk.in.array(), 0, filled, desk);
            }
        } catch (IOException gone) {
            getEndPoint().close(gone);
        }
    }

    /// All requests that have arrived, in their order.
    private void answer(byte[] bytes, int from, int to, Desk desk) throws IOException {
        int at = from;
        while (at < to) {
            PlainRead read = PlainRead.of(bytes, at, to);
            PreparedAnswer answer = read == null ? null : find(read);
            if (read == null || answer == null) {
                unread = Arrays.copyOfRange(bytes, at, to);
                getEndPoint().upgrade(http.apply(getEndPoint()));
                return;
            }
            at = read.end();
            if (!send(answer, read, desk, bytes, at, to)) {
                return;
            }
        }
        fillInterested(readable);
    }

    private @Nullable PreparedAnswer find(PlainRead read) {
        Sites.Place place = sites.get().find(read.host(), "/" + read.path()).orElse(null);
        return place == null || place.missingSlash() || Forward.dynamic(place.path())
                ? null
                : place.site().answer(place.path());
    }

    /// @return false when the reader does not take it all now; what is left of `bytes` is answered when it has
    private boolean send(PreparedAnswer answer, PlainRead read, Desk desk, byte[] bytes, int next, int to)
            throws IOException {
        PreparedAnswer.Variant variant = answer.variant(Conditions.acceptsGzip(read.acceptEncoding()));
        Part part = Conditions.unchanged(answer, read.ifNoneMatch(), read.ifModifiedSince())
                ? Part.NOT_MODIFIED
                : read.head() ? Part.HEAD : Part.WHOLE;
        String date = connector.getServer().getDateField().getValue();
        ByteBuffer ready = desk.ready.of(variant, part, date);
        int sent = 0;
        if (ready != null) {
            if (getEndPoint().flush(ready)) {
                return true;
            }
            sent = ready.position();
        }
        // The rest comes from the heap, where all readers of a file share it.
        byte[] head = ReadyBytes.head(variant, part, date);
        ByteBuffer body = part == Part.WHOLE ? variant.body().slice() : ByteBuffer.allocate(0);
        int ofHead = Math.min(sent, head.length);
        unread = Arrays.copyOfRange(bytes, next, to);
        getEndPoint()
                .write(
                        Callback.from(Callback.InvocationType.NON_BLOCKING, this::written, getEndPoint()::close),
                        ByteBuffer.wrap(head, ofHead, head.length - ofHead).slice(),
                        body.position(sent - ofHead));
        return false;
    }

    private void written() {
        byte[] rest = unread;
        unread = new byte[0];
        try {
            answer(rest, 0, rest.length, DESK.get());
        } catch (IOException gone) {
            getEndPoint().close(gone);
        }
    }

    @Override
    public ByteBuffer onUpgradeFrom() {
        ByteBuffer bytes = ByteBuffer.wrap(unread);
        unread = new byte[0];
        return bytes;
    }
}
