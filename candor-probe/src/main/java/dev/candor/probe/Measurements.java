package dev.candor.probe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was measured in one run, as far as it came.
/// @param statusCode of the last answer, 0 when there was none
/// @param bodyBytes length of the last body after decompression, as far as it was read
/// @param remoteAddress address and port of the last connection (`192.0.2.1:443`), empty when there was none; behind
/// a proxy the proxy's
/// @param protocol of the last answer: `h2`, `http/1.1` or `http/1.0`; empty when there was none
/// @param redirects the addresses redirected to, in order
/// @param certificateNotAfter when the last server certificate ends
/// @param assets how many assets of a page were looked at, 0 when the target is no page
/// @param assetsFailed how many of them are broken, those of third parties included
/// @param notes what was noticed and does not change the verdict: broken assets of third parties, assets left out
public record Measurements(
        Phases phases,
        int statusCode,
        long bodyBytes,
        String remoteAddress,
        String protocol,
        List<String> redirects,
        Optional<Instant> certificateNotAfter,
        int assets,
        int assetsFailed,
        List<String> notes) {
    /// Nothing was measured.
    public static final Measurements NONE =
            new Measurements(Phases.NONE, 0, 0, "", "", List.of(), Optional.empty(), 0, 0, List.of());

    public Measurements {
        redirects = List.copyOf(redirects);
        notes = List.copyOf(notes);
    }

    /// Without notes.
    public Measurements(
            Phases phases,
            int statusCode,
            long bodyBytes,
            String remoteAddress,
            String protocol,
            List<String> redirects,
            Optional<Instant> certificateNotAfter,
            int assets,
            int assetsFailed) {
        this(
                phases,
                statusCode,
                bodyBytes,
                remoteAddress,
                protocol,
                redirects,
                certificateNotAfter,
                assets,
                assetsFailed,
                List.of());
    }

    /// The same, for several requests: their time together, and a note on each.
    Measurements of(Phases together, List<String> noticed) {
        return with(together, assets, assetsFailed, noticed);
    }

    /// The same with what was found about assets.
    Measurements withAssets(int count, int failed, List<String> noticed) {
        return with(phases, count, failed, noticed);
    }

    private Measurements with(Phases taken, int count, int failed, List<String> noticed) {
        return new Measurements(
                taken,
                statusCode,
                bodyBytes,
                remoteAddress,
                protocol,
                redirects,
                certificateNotAfter,
                count,
                failed,
                noticed);
    }
}
