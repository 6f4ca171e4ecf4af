package dev.candor.probe.http;

import dev.candor.probe.net.HostText;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Handshakes that never resume a session and accept any certificate; `TrustJudge` decides about it afterwards,
/// before a byte of the request is sent.
final class Tls {
    private static final int MOST_IDENTITIES = 1000;
    /// Made at the first handshake, which a start need not wait for.
    private @Nullable SSLContext anonymous;

    private final Map<ClientIdentity, SSLContext> identified = new ConcurrentHashMap<>();

    /// Sessions are remembered by the name of the peer; a name that never repeats is never found again. The real name
    /// goes into the hello and to `TrustJudge`. A port that never repeats would not do: a socket above another one
    /// reports that one's port.
    private final AtomicLong neverTheSame = new AtomicLong();

    private static SSLContext made(KeyManager @Nullable [] keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new Lenient()}, null);
            context.getClientSessionContext().setSessionCacheSize(1); // 0 would mean without limit
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Java has no usable TLS", broken);
        }
    }

    private synchronized SSLContext anonymous() {
        SSLContext made = anonymous == null ? made(null) : anonymous;
        anonymous = made;
        return made;
    }

    private SSLContext context(Optional<ClientIdentity> identity) {
        if (identity.isEmpty()) {
            return anonymous();
        }
        if (identified.size() >= MOST_IDENTITIES) {
            identified.clear(); // certificates are renewed for years; making the contexts again is cheap
        }
        return identified.computeIfAbsent(identity.get(), Tls::showing);
    }

    private static SSLContext showing(ClientIdentity identity) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "client", identity.key(), new char[0], identity.chain().toArray(new X509Certificate[0]));
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return made(factory.getKeyManagers());
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("this Java cannot use the client certificate", broken);
        }
    }

    /// An opened TLS connection over `plain`.
    /// @param protocol the one the server chose, empty when it chose none
    record Shaken(SSLSocket socket, List<X509Certificate> chain, String protocol) {}

    /// @param offered the protocols to choose from, in our order
    /// @throws IOException when there is no handshake
    Shaken handshake(Socket plain, HostText host, String hostName, Optional<ClientIdentity> identity, String... offered)
            throws IOException {
        var socket = (SSLSocket) context(identity)
                .getSocketFactory()
                .createSocket(plain, "connection-" + neverTheSame.incrementAndGet(), plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setApplicationProtocols(offered);
        parameters.setServerNames(host instanceof HostText.Name ? List.of(new ServerName(hostName)) : List.of());
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        var chain = new ArrayList<X509Certificate>();
        for (Certificate certificate : socket.getSession().getPeerCertificates()) {
            if (certificate instanceof X509Certificate x509) {
                chain.add(x509);
            }
        }
        String chosen = socket.getApplicationProtocol();
        return new Shaken(socket, chain, chosen == null ? "" : chosen);
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
