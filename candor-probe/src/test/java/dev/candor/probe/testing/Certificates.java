package dev.candor.probe.testing;

import dev.candor.probe.http.ClientIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/// Server certificates made with the JDK's own keytool, self-signed, and TLS listeners that use them.
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private final KeyStore store;

    private Certificates(KeyStore store) {
        this.store = store;
    }

    /// @param names such as `dns:shop.example,ip:127.0.0.1`
    /// @param options further options of `keytool -genkeypair`
    public static Certificates create(Path folder, String alias, String names, String... options) throws Exception {
        Path file = folder.resolve(alias + ".p12");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD),
                "-ext",
                "san=" + names));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new AssertionError(said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new Certificates(store);
    }

    public X509Certificate certificate() throws GeneralSecurityException {
        return (X509Certificate) store.getCertificate(store.aliases().nextElement());
    }

    /// As a client would show it.
    public ClientIdentity identity() throws GeneralSecurityException {
        String alias = store.aliases().nextElement();
        return new ClientIdentity(List.of(certificate()), (PrivateKey) store.getKey(alias, PASSWORD));
    }

    /// Asks every client for a certificate and takes exactly this one.
    public ServerSocket listenerFor(X509Certificate client) throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", client);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), trust.getTrustManagers(), null);
        var listener = (SSLServerSocket) context.getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        listener.setNeedClientAuth(true);
        return listener;
    }

    /// Chooses the first of these protocols that a client offers too (ALPN).
    public ServerSocket listenerSpeaking(String... protocols) throws GeneralSecurityException, IOException {
        var listener = (SSLServerSocket) listener();
        var parameters = listener.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        listener.setSSLParameters(parameters);
        return listener;
    }

    /// The certificate as files that nginx and HAProxy read.
    /// @return certificate and key in one PEM file
    public Path pem(Path file) throws GeneralSecurityException, IOException {
        var encoder = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'});
        String alias = store.aliases().nextElement();
        String key = encoder.encodeToString(store.getKey(alias, PASSWORD).getEncoded());
        String certificate = encoder.encodeToString(certificate().getEncoded());
        return Files.writeString(
                file,
                "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n"
                        + "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    }

    public ServerSocket listener() throws GeneralSecurityException, IOException {
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }
}
