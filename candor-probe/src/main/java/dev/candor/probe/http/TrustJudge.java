package dev.candor.probe.http;

import dev.candor.probe.net.AddressText;
import dev.candor.probe.net.HostText;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whether a server's certificates may be believed, judged after the handshake and in this order: dates, name,
/// issuer.
/// So the verdict names the cause ("expired on …") instead of "handshake failed".
final class TrustJudge {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 2000;

    /// Checking signatures costs as much as the handshake; the same chain is believed for ten minutes.
    private final Map<Chain, Instant> believed = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Chain, Instant> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Chain(List<X509Certificate> certificates, TrustPolicy policy) {}

    /// Read when the first certificate is judged: a start without it is a tenth of a second shorter.
    private static final class SystemAnchors {
        static final Set<TrustAnchor> ALL = read();
    }

    private static Set<TrustAnchor> read() {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            var anchors = new HashSet<TrustAnchor>();
            for (var manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    Arrays.stream(x509.getAcceptedIssuers()).forEach(ca -> anchors.add(new TrustAnchor(ca, null)));
                }
            }
            return anchors;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Java has no usable list of trusted certificates", broken);
        }
    }

    /// Empty when the chain may be believed for this host now; otherwise what is wrong with it.
    Optional<String> objection(
            List<X509Certificate> chain, HostText host, String hostName, TrustPolicy policy, Instant now) {
        if (policy instanceof TrustPolicy.Anything) {
            return Optional.empty();
        }
        for (X509Certificate certificate : chain) {
            Instant from = certificate.getNotBefore().toInstant();
            Instant to = certificate.getNotAfter().toInstant();
            String whose = certificate == chain.getFirst()
                    ? "the certificate of " + hostName
                    : "the issuer's certificate '"
                            + certificate.getSubjectX500Principal().getName() + "'";
            if (now.isAfter(to)) {
                return Optional.of(whose + " expired on " + DAY.format(to));
            }
            if (now.isBefore(from)) {
                return Optional.of(whose + " is valid only from " + DAY.format(from));
            }
        }
        List<String> names = names(chain.getFirst());
        if (!covers(names, host, hostName)) {
            return Optional.of(
                    "the certificate is for " + (names.isEmpty() ? "no name" : shown(names)) + ", not for " + hostName);
        }
        return untrusted(chain, policy, now);
    }

    private static String shown(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(3, names.size()))) + (names.size() > 3 ? ", …" : "");
    }

    /// The DNS names and IP addresses of the certificate (RFC 6125: the common name is not looked at).
    private static List<String> names(X509Certificate leaf) {
        try {
            Collection<List<?>> all = leaf.getSubjectAlternativeNames();
            if (all == null) {
                return List.of();
            }
            return all.stream()
                    .filter(name -> name.get(0).equals(2) || name.get(0).equals(7))
                    .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                    .toList();
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    private static boolean covers(List<String> names, HostText host, String hostName) {
        if (host instanceof HostText.Literal(var address)) {
            return names.stream()
                    .anyMatch(name ->
                            AddressText.parse(name).filter(address::equals).isPresent());
        }
        int dot = hostName.indexOf('.');
        String wild = dot < 0 ? "" : "*" + hostName.substring(dot);
        return names.contains(hostName) || wild.indexOf('.') != wild.lastIndexOf('.') && names.contains(wild);
    }

    private Optional<String> untrusted(List<X509Certificate> chain, TrustPolicy policy, Instant now) {
        var key = new Chain(chain, policy);
        synchronized (believed) {
            Instant until = believed.get(key);
            if (until != null && now.isBefore(until)) {
                return Optional.empty();
            }
        }
        Set<TrustAnchor> anchors = SystemAnchors.ALL;
        if (policy instanceof TrustPolicy.Anchors(List<X509Certificate> own)) {
            anchors = new HashSet<>();
            for (X509Certificate ca : own) {
                anchors.add(new TrustAnchor(ca, null));
            }
            if (own.contains(chain.getFirst())) {
                return Optional.empty(); // the operator pinned this very certificate
            }
        }
        try {
            var leaf = new X509CertSelector();
            leaf.setCertificate(chain.getFirst());
            leaf.setExtendedKeyUsage(Set.of("1.3.6.1.5.5.7.3.1")); // for servers
            var parameters = new PKIXBuilderParameters(anchors, leaf);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException | IOException refused) {
            return Optional.of("the certificate is issued by '"
                    + chain.getLast().getIssuerX500Principal().getName()
                    + "', which is not trusted here, or its chain is incomplete");
        }
        synchronized (believed) {
            believed.put(key, now.plus(REMEMBERED));
        }
        return Optional.empty();
    }
}
