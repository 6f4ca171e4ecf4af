package dev.candor.telemetry.detect;

import java.time.Duration;

/// How the sequential count test judges. The defaults are tuned by `bench/run detect`.
///
/// @param evidence log-likelihood needed for all requests together; 10 is about one chance in 22,000 per test
/// @param sliceEvidence the same for single values; the logarithm of how many values there are is added
/// @param leastFailures a rise has at least so many failures
/// @param leastShare and at least this share of failing requests
/// @param floor a failure share below this is never expected, however clean the past
/// @param learnFor how long a new service or value is only watched for gross failure (10 % and more) ...
/// @param learnRequests ... and until so many requests were seen, a day at most
/// @param calm a rise ends when the counts have been usual for so long
/// @param memory half-life of what was learned
/// @param adoptAfter a level that stays so long is the usual one
/// @param slices at most so many values per dimension are followed
public record CountSettings(
        double evidence,
        double sliceEvidence,
        int leastFailures,
        double leastShare,
        double floor,
        Duration learnFor,
        long learnRequests,
        Duration calm,
        Duration memory,
        Duration adoptAfter,
        int slices) {
    public static final CountSettings USUAL = new CountSettings(
            10,
            12,
            5,
            0.0003,
            2e-5,
            Duration.ofSeconds(60),
            2000,
            Duration.ofMinutes(2),
            Duration.ofDays(7),
            Duration.ofDays(3),
            100);

    public CountSettings {
        if (evidence < 3
                || sliceEvidence < 3
                || leastFailures < 1
                || floor <= 0
                || floor > 0.1
                || leastShare < 0
                || leastShare > 1
                || slices < 0
                || slices > 1000) {
            throw new IllegalArgumentException(
                    "evidence must be 3 or more, least failures 1 or more, floor above 0 and at most 0.1, least share 0 to 1, slices 0 to 1000");
        }
    }
}
