package dev.candor.page;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Whose signature counts.
@FunctionalInterface
public interface Trust {
    /// @param slug the page
    /// @param publicKey X.509, Base64
    boolean trusts(String slug, String publicKey);

    /// Only these keys, for every page.
    static Trust keys(Set<String> publicKeys) {
        Set<String> keys = Set.copyOf(publicKeys);
        return (_, publicKey) -> keys.contains(publicKey);
    }

    /// The first key seen for a page, and from then on no other: for an edge node that was given an address but no
    /// key.
    static Trust firstSeen() {
        Map<String, String> seen = new ConcurrentHashMap<>();
        return (slug, publicKey) -> publicKey.equals(seen.computeIfAbsent(slug, _ -> publicKey));
    }
}
