package dev.candor.probe.http;

/// How many redirects are followed. 0: a redirect is an answer like any other.
public record RedirectPolicy(int max) {
    /// No exchange follows more than this.
    public static final int MOST = 5;

    public RedirectPolicy {
        if (max < 0 || max > MOST) {
            throw new IllegalArgumentException("redirects must be 0 to " + MOST + ", was " + max);
        }
    }

    public static RedirectPolicy none() {
        return new RedirectPolicy(0);
    }

    public static RedirectPolicy follow() {
        return new RedirectPolicy(MOST);
    }
}
