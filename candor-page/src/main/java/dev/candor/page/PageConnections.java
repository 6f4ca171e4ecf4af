package dev.candor.page;

import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;

/// Every connection begins as a [PageConnection].
final class PageConnections extends AbstractConnectionFactory {
    private final Supplier<Sites> sites;
    private final HttpConnectionFactory http;

    /// @param http takes the readers that want more than a finished file
    PageConnections(Supplier<Sites> sites, HttpConnectionFactory http) {
        super("page");
        this.sites = sites;
        this.http = http;
        http.setInputBufferSize(Math.max(http.getInputBufferSize(), PageServer.MAX_HEADER_BYTES));
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        var connection =
                new PageConnection(connector, endPoint, sites, reader -> http.newConnection(connector, reader));
        return configure(connection, connector, endPoint);
    }
}
