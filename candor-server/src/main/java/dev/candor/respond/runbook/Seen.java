package dev.candor.respond.runbook;

import dev.candor.base.time.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// What a look saw.
public sealed interface Seen {
    /// We could not look, or what came cannot be believed: says nothing about the world.
    record Blind(String why) implements Seen {}

    /// What was expected.
    record Held() implements Seen {}

    /// Something else.
    record Unmet(String what) implements Seen {}

    /// Servers by name, in the load balancer's order, and which process said so.
    ///
    /// @param up how long it runs
    record Servers(long pid, Duration up, Map<String, Server> servers) implements Seen {
        /// How many take requests, not counting one.
        public int serving(String but) {
            return (int) servers.entrySet().stream()
                    .filter(entry ->
                            !entry.getKey().equals(but) && entry.getValue().serves())
                    .count();
        }
    }

    /// @param running whether the load balancer sees it running
    /// @param sessions requests under way
    /// @param weight 0 to 256
    /// @param changed how long ago its state changed
    record Server(Admin admin, boolean running, int sessions, int weight, Duration changed) {
        /// What an operator ordered.
        public enum Admin {
            READY,
            DRAIN,
            MAINT;

            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public boolean serves() {
            return admin == Admin.READY && running && weight > 0;
        }

        /// `drain, down, 2 requests under way, changed 4 s ago`.
        public String words() {
            return admin.word() + (running || admin == Admin.MAINT ? "" : ", down")
                    + (sessions == 0 ? "" : ", " + sessions + (sessions == 1 ? " request" : " requests") + " under way")
                    + (weight == 1 ? "" : ", weight " + weight) + ", changed " + Durations.words(changed) + " ago";
        }
    }
}
