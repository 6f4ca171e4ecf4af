import dev.candor.telemetry.detect.BurnRate;
import dev.candor.telemetry.detect.BurnRule;
import dev.candor.telemetry.detect.BurnState;
import dev.candor.telemetry.detect.CountState;
import dev.candor.telemetry.detect.CountTest;
import dev.candor.telemetry.sketch.LatencySketch;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// The founding incidents by simulation: share found and delay of the SRE workbook's burn-rate rules and of the
/// sequential count test, at four levels of traffic; and false alarms in 30 quiet days, Poisson and bursty.
final class DetectBench {
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final int HOUR = 360;
    private static final int WARM = 12 * HOUR;
    private static final int RUNS = Integer.getInteger("runs", 24);
    private static final double[] RATES = {0.05, 1, 20, 100};
    private static final double BASE = 2e-5;

    /// Failed share in a window so many windows after the incident began.
    private interface Shape {
        double at(int window);
    }

    private record Incident(String name, int windows, Shape shape) {}

    private static final List<Incident> INCIDENTS = List.of(
            new Incident("total 4 min", 24, _ -> 1),
            new Incident("10% 62 min", 372, _ -> 0.1),
            new Incident("8 bursts of 10 s in 3 h", 3 * HOUR, at -> at % 150 == 0 ? 1 : BASE),
            new Incident("2% 20 min", 120, _ -> 0.02),
            new Incident("0.5% 6 h", 6 * HOUR, _ -> 0.005),
            new Incident("0.1% 48 h", 48 * HOUR, _ -> 0.001));

    private record Found(int runs, int found, double medianSeconds) {}

    static void run(Table table) {
        for (Incident incident : INCIDENTS) {
            for (double rate : RATES) {
                Found count = count(incident, rate);
                Found page = burn(incident, rate, true);
                Found any = burn(incident, rate, false);
                // Larger is better: what is missed is compared, half a run standing for none.
                table.add("detect", incident.name() + " @" + rate + "/s", missed(count), missed(page), "SRE page rules", "share missed");
                table.remark(String.format(Locale.ROOT, "%-24s @%-5s/s  count test %3d %% %-9s  SRE page %3d %% %-9s  SRE page or ticket %3d %% %s", incident.name(), rate, percent(count), delay(count), percent(page), delay(page), percent(any), delay(any)));
            }
        }
        for (double share : new double[] {2e-5, 2e-4, 1e-3}) {
            for (double rate : RATES) {
                quiet(table, rate, share, 0);
            }
        }
        for (double rate : RATES) {
            quiet(table, rate, 2e-4, 5);
        }
    }

    private static double missed(Found found) {
        return Math.max(0.5, found.runs() - found.found()) / found.runs();
    }

    private static int percent(Found found) {
        return 100 * found.found() / found.runs();
    }

    private static String delay(Found found) {
        double seconds = found.medianSeconds();
        return found.found() == 0 ? "-" : seconds < 120 ? Math.round(seconds) + " s" : String.format(Locale.ROOT, "%.1f min", seconds / 60);
    }

    private static Found count(Incident incident, double rate) {
        var delays = new double[RUNS];
        int found = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            var random = new SplittableRandom(seed);
            var state = CountState.START;
            for (int i = 0; i < WARM; i++) {
                state = CountTest.USUAL.step(state, window(random, i, rate, BASE, 0));
            }
            var before = state.rising().size();
            for (int i = 0; i < incident.windows(); i++) {
                state = CountTest.USUAL.step(state, window(random, WARM + i, rate, incident.shape().at(i), 0));
                if (state.rising().size() > before) {
                    delays[found++] = (i + 1) * 10.0;
                    break;
                }
            }
        }
        return new Found(RUNS, found, median(delays, found));
    }

    private static Found burn(Incident incident, double rate, boolean pageOnly) {
        var rules = new BurnRate(0.999, BurnRule.SRE);
        var delays = new double[RUNS];
        int found = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            var random = new SplittableRandom(seed);
            BurnState state = rules.start();
            for (int i = 0; i < WARM; i++) {
                state = rules.step(state, window(random, i, rate, BASE, 0));
            }
            for (int i = 0; i < incident.windows(); i++) {
                state = rules.step(state, window(random, WARM + i, rate, incident.shape().at(i), 0));
                if (state.burning().stream().anyMatch(one -> one.page() || !pageOnly)) {
                    delays[found++] = (i + 1) * 10.0;
                    break;
                }
            }
        }
        return new Found(RUNS, found, median(delays, found));
    }

    private static double median(double[] delays, int found) {
        Arrays.sort(delays, 0, found);
        return found == 0 ? 0 : delays[found / 2];
    }

    /// Alarms in 30 days of nothing; `batch` above 0: failures come together, so many on average.
    private static void quiet(Table table, double rate, double share, int batch) {
        int runs = 4;
        int windows = 30 * 24 * HOUR;
        int ours = 0;
        int first = 0;
        int page = 0;
        var rules = new BurnRate(0.999, BurnRule.SRE);
        for (int seed = 0; seed < runs; seed++) {
            var random = new SplittableRandom(seed + 100);
            var state = CountState.START;
            var burn = rules.start();
            boolean rising = false;
            boolean paged = false;
            for (int i = 0; i < windows; i++) {
                Window window = window(random, i, rate, share, batch);
                state = CountTest.USUAL.step(state, window);
                boolean now = !state.rising().isEmpty();
                ours += now && !rising ? 1 : 0;
                first += now && !rising && i < 24 * HOUR ? 1 : 0;
                rising = now;
                if (seed == 0) { // one run is enough for rules that have nothing to learn
                    burn = rules.step(burn, window);
                    boolean pages = burn.burning().stream().anyMatch(BurnState.Burning::page);
                    page += pages && !paged ? 1 : 0;
                    paged = pages;
                }
            }
        }
        String name = "quiet " + share * 100 + "%" + (batch > 0 ? " in batches of " + batch : "") + " @" + rate + "/s";
        table.add("detect", name, (double) ours / runs, page, "SRE page rules", "false alarms/30 d");
        table.remark(String.format(Locale.ROOT, "%-44s count test %.2f per 30 d (%.2f of them on the first day), SRE page %.2f", name, (double) ours / runs, (double) first / runs, (double) page));
    }

    private static Window window(SplittableRandom random, int number, double rate, double share, int batch) {
        long requests = poisson(random, rate * 10);
        long failures = 0;
        if (batch == 0) {
            failures = share >= 1 ? requests : Math.min(requests, poisson(random, requests * share));
        } else {
            for (long events = poisson(random, requests * share / batch); events > 0; events--) {
                failures += 1;
                while (random.nextDouble() < 1 - 1.0 / batch) {
                    failures++;
                }
            }
            failures = Math.min(failures, requests);
        }
        return new Window(START.plus(LENGTH.multipliedBy(number)), LENGTH, 0, requests, failures, 0, LatencySketch.EMPTY, Map.of(), List.of());
    }

    private static long poisson(SplittableRandom random, double mean) {
        if (mean > 40) {
            double gauss = 0;
            for (int i = 0; i < 12; i++) {
                gauss += random.nextDouble();
            }
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * (gauss - 6)));
        }
        double limit = Math.exp(-mean);
        long count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
