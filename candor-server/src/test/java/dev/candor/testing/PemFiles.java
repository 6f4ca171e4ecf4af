package dev.candor.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/// A self-signed certificate and its key as PEM files, made by the JDK's own tool.
public final class PemFiles {
    public final Path certificate;
    public final Path key;

    private PemFiles(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
    }

    /// @param host the name the certificate is for
    public static PemFiles create(Path folder, String file, String host) throws Exception {
        Path store = Files.createTempDirectory(folder, "keytool").resolve("store.p12");
        var keytool = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-validity",
                "30",
                "-storepass",
                "password",
                "-keystore",
                store.toString());
        Process process = new ProcessBuilder(keytool)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool ended with " + process.exitValue());
        }
        return write(store, folder.resolve(file + ".pem"), folder.resolve(file + ".key"));
    }

    private static PemFiles write(Path store, Path certificate, Path key) throws GeneralSecurityException, IOException {
        KeyStore made = KeyStore.getInstance(store.toFile(), "password".toCharArray());
        Files.writeString(
                certificate, pem("CERTIFICATE", made.getCertificate("own").getEncoded()));
        Files.writeString(
                key,
                pem("PRIVATE KEY", made.getKey("own", "password".toCharArray()).getEncoded()));
        return new PemFiles(certificate, key);
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }
}
