package dev.candor.probe.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// Which server certificates are believed.
public sealed interface TrustPolicy {
    /// What the Java installation trusts.
    record System() implements TrustPolicy {}

    /// Only chains that end in one of these.
    record Anchors(List<X509Certificate> certificates) implements TrustPolicy {
        public Anchors {
            certificates = List.copyOf(certificates);
        }
    }

    /// Any: name, dates and issuer are not looked at.
    record Anything() implements TrustPolicy {}

    /// Anchors from PEM text, one or more certificates.
    /// @throws IllegalArgumentException when there is none, or it cannot be read
    static TrustPolicy pem(String text) {
        try {
            var read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
            var anchors = new ArrayList<X509Certificate>();
            read.forEach(certificate -> anchors.add((X509Certificate) certificate));
            if (anchors.isEmpty()) {
                throw new IllegalArgumentException("the trusted certificates (PEM) are empty");
            }
            return new Anchors(anchors);
        } catch (CertificateException unreadable) {
            throw new IllegalArgumentException(
                    "the trusted certificates (PEM) cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
