package dev.candor.probe.http;

import dev.candor.probe.net.HostText;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Handshakes that never resume a session and accept any certificate; `TrustJudge` decides about it afterwards, before
/// a byte of the request is sent.
final class Tls {
    private final SSLContext context;
    /// Sessions are remembered by host and port; a number that never repeats means that none is ever found again.
    private final AtomicInteger neverTheSame = new AtomicInteger();

    Tls() {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Lenient()}, null);
            context.getClientSessionContext().setSessionCacheSize(1); // 0 would mean without limit
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Java has no usable TLS", broken);
        }
    }

    /// An opened TLS connection over `plain`.
    record Shaken(SSLSocket socket, List<X509Certificate> chain) {}

    /// @throws IOException when there is no handshake
    Shaken handshake(Socket plain, HostText host, String hostName) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, hostName, neverTheSame.incrementAndGet() & 0x7fffffff, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        parameters.setServerNames(host instanceof HostText.Name ? List.of(new ServerName(hostName)) : List.of());
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        var chain = new ArrayList<X509Certificate>();
        for (Certificate certificate : socket.getSession().getPeerCertificates()) {
            if (certificate instanceof X509Certificate x509) {
                chain.add(x509);
            }
        }
        return new Shaken(socket, chain);
    }

    /// `SNIHostName` refuses names with underscores or a leading hyphen, which exist and which a redirect may name.
    private static final class ServerName extends SNIServerName {
        ServerName(String hostName) {
            super(StandardConstants.SNI_HOST_NAME, hostName.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static final class Lenient extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
