package dev.candor.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/// HTTP/1.1 that refuses what is no request on the spot. Jetty would have the refusal written by another thread, and
/// a sender that has said all and closed its side is gone by then: it would read nothing.
final class LastWords extends HttpConnectionFactory {
    LastWords(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        var connection = new Refusing(getHttpConfiguration(), connector, endPoint);
        return configure(connection, connector, endPoint);
    }

    private static final class Refusing extends HttpConnection {
        Refusing(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected RequestHandler newRequestHandler() {
            return new RequestHandler() {
                private boolean whole;

                @Override
                public void startRequest(String method, String target, HttpVersion version) {
                    whole = false;
                    super.startRequest(method, target, version);
                }

                @Override
                public boolean headerComplete() {
                    boolean handle = super.headerComplete();
                    whole = true;
                    return handle;
                }

                @Override
                public boolean messageComplete() {
                    boolean handle = super.messageComplete();
                    whole = false; // what comes now is the next one
                    return handle;
                }

                @Override
                public void badMessage(HttpException failure) {
                    if (whole) {
                        super.badMessage(failure); // somebody is answering it already
                    } else {
                        refuse(failure.getCode());
                    }
                }
            };
        }

        private void refuse(int status) {
            String text = status + " " + HttpStatus.getMessage(status);
            String answer = "HTTP/1.1 " + text + "\r\nContent-Type: text/plain\r\nContent-Length: " + text.length()
                    + "\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
                    + text;
            try {
                // So short that only a reader who does not read has no room for it.
                getEndPoint().flush(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
                getEndPoint().shutdownOutput();
            } catch (IOException gone) {
                getEndPoint().close(gone);
            }
        }
    }
}
