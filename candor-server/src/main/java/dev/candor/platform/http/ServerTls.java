package dev.candor.platform.http;

import dev.candor.base.tls.PemIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our own certificates, for console and pages: several when there are several names; which one is shown is decided by
/// the name the client asks for, the first when none fits. Files that are renewed are taken without a restart.
public final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final long MAX_FILE_BYTES = 1 << 20;

    /// One certificate as the operator names it.
    ///
    /// @param certificate PEM file, own certificate first, then those between it and the root
    /// @param key PEM file in PKCS #8
    public record Pair(Path certificate, Path key) {}

    private final List<Pair> files;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private List<FileTime> read;

    /// @throws IllegalArgumentException naming the file that cannot be read, and why
    public ServerTls(List<Pair> files) {
        this.files = List.copyOf(files);
        this.read = times(files);
        factory.setSniRequired(false);
        factory.setCertAlias("identity0"); // for names that no certificate is for
        factory.setKeyStorePassword("");
        factory.setKeyStore(PemIdentity.keyStore(identities(files)));
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    }

    /// What servers listen with; the same one for all of them.
    public SslContextFactory.Server factory() {
        return factory;
    }

    /// The own certificate of every pair of files, for whoever wants to see until when they are valid.
    ///
    /// @throws IllegalArgumentException naming the file that cannot be read, and why
    public static List<X509Certificate> certificates(List<Pair> files) {
        return identities(files).stream()
                .map(identity -> identity.chain().getFirst())
                .toList();
    }

    /// Looks whether the files changed since they were read, and takes them if so. Broken files leave the old
    /// certificates in place and say so in the log.
    public synchronized void refresh() {
        List<FileTime> now = times(files);
        if (now.equals(read)) {
            return;
        }
        read = now;
        try {
            var store = PemIdentity.keyStore(identities(files));
            factory.reload(changing -> changing.setKeyStore(store));
            LOG.info("Renewed certificates were taken: {}", files);
        } catch (Exception broken) {
            LOG.warn("The renewed certificates cannot be used, the old ones stay: {}", broken.getMessage());
        }
    }

    private static List<PemIdentity> identities(List<Pair> files) {
        var identities = new ArrayList<PemIdentity>();
        for (Pair pair : files) {
            String certificate = text(pair.certificate());
            String key = text(pair.key());
            try {
                identities.add(PemIdentity.read("server", certificate, key));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        pair.certificate() + ", " + pair.key() + ": " + wrong.getMessage(), wrong);
            }
        }
        return identities;
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException(file + " is larger than 1 MiB: not a PEM file");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException(file + " cannot be read: there is no such file", missing);
        } catch (IOException failure) {
            throw new IllegalArgumentException(
                    file + " cannot be read: " + (Files.isDirectory(file) ? "it is a directory" : failure), failure);
        }
    }

    private static List<FileTime> times(List<Pair> files) {
        var times = new ArrayList<FileTime>();
        for (Pair pair : files) {
            for (Path file : List.of(pair.certificate(), pair.key())) {
                try {
                    times.add(Files.getLastModifiedTime(file));
                } catch (IOException missing) {
                    times.add(FileTime.fromMillis(0));
                }
            }
        }
        return times;
    }
}
