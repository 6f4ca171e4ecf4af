package dev.candor.respond.runbook;

import dev.candor.probe.http.HttpRequestSpec;
import java.util.Locale;
import java.util.Set;

/// Something that is done to the world outside.
public sealed interface Effect {
    /// What a server is to become.
    enum Aim {
        DRAIN,
        MAINT,
        READY,
        WEIGHT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param weight only of use with {@link Aim#WEIGHT}: 0 to 256
    record SetServer(Pool pool, String server, Aim aim, int weight) implements Effect {
        /// Whether the server is so already.
        public boolean done(Seen.Server seen) {
            return switch (aim) {
                case DRAIN -> seen.admin() == Seen.Server.Admin.DRAIN;
                case MAINT -> seen.admin() == Seen.Server.Admin.MAINT;
                case READY -> seen.admin() == Seen.Server.Admin.READY;
                case WEIGHT -> seen.weight() == weight;
            };
        }

        /// Whether it takes a server away from those that serve.
        public boolean takesAway() {
            return aim == Aim.DRAIN || aim == Aim.MAINT || aim == Aim.WEIGHT && weight == 0;
        }

        /// Whether a server that takes no requests would take some again.
        boolean switchesOn(Seen.Server seen) {
            return aim == Aim.READY && seen.admin() != Seen.Server.Admin.READY
                    || aim == Aim.WEIGHT && weight > 0 && seen.weight() == 0;
        }

        /// `drain`, `weight 50`.
        public String wanted() {
            return aim.word() + (aim == Aim.WEIGHT ? " " + weight : "");
        }
    }

    /// @param expected statuses that mean that it was done
    /// @param key the same for every try; empty where the receiver knows no keys
    record Call(HttpRequestSpec request, Set<Integer> expected, String key) implements Effect {
        public boolean keyed() {
            return !key.isEmpty();
        }
    }
}
