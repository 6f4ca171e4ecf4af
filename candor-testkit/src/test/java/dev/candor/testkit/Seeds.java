package dev.candor.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/// Runs many seeds, two at a time: worlds share nothing.
final class Seeds {
    private Seeds() {}

    record Outcome(long seed, String hash, long events, List<String> violations) {
        boolean failed() {
            return !violations.isEmpty();
        }

        /// What went wrong first, replayable.
        String line() {
            return "SEED=" + seed + " " + violations.getFirst();
        }
    }

    /// In the order of `seeds`.
    static List<Outcome> run(Collection<Long> seeds, LongFunction<String[]> run) {
        try (var threads = Executors.newFixedThreadPool(2)) {
            var running = new ArrayList<Future<Outcome>>();
            for (long seed : seeds) {
                running.add(threads.submit(() -> one(seed, run)));
            }
            var outcomes = new ArrayList<Outcome>();
            for (Future<Outcome> outcome : running) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Outcome one(long seed, LongFunction<String[]> run) {
        try {
            List<String> swallowed = SwallowedErrors.listen();
            String[] answer = run.apply(seed);
            var violations = new ArrayList<String>(Arrays.asList(answer).subList(2, answer.length));
            violations.addAll(swallowed);
            return new Outcome(seed, answer[0], Long.parseLong(answer[1]), violations);
        } catch (RuntimeException failure) {
            failure.printStackTrace(System.out);
            return new Outcome(seed, "", 0, List.of("the world broke: " + failure + " " + failure.getCause()));
        }
    }

    /// Every seed that ever found a bug.
    static List<Long> failedOnce() {
        try (InputStream in = Seeds.class.getResourceAsStream("/seeds.txt")) {
            if (in == null) {
                throw new IllegalStateException("seeds.txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(Long::parseLong)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
