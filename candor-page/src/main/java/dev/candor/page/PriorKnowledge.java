package dev.candor.page;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.jspecify.annotations.Nullable;

/// HTTP/2 without TLS for readers who begin with it (RFC 9113, 3.3). Whoever asks for it with `Upgrade: h2c` gets
/// HTTP/1.1, as that RFC has it since. After such an upgrade Java's own client could not read about one answer in a
/// hundred that was longer than a frame.
final class PriorKnowledge extends HTTP2CServerConnectionFactory {
    PriorKnowledge(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public @Nullable Connection upgradeConnection(
            Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable answer) {
        return HttpMethod.PRI.is(request.getMethod()) && request.getHttpVersion() == HttpVersion.HTTP_2
                ? super.upgradeConnection(connector, endPoint, request, answer)
                : null;
    }
}
