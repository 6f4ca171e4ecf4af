import dev.candor.base.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rows of a benchmark; `ratio` above 1 means better than the peer or floor.
final class Table {
    private record Line(String bench, String what, double ours, double peer, String peerName, String unit) {
        double ratio() {
            return ours == 0 ? 0 : peer / ours;
        }
    }

    private final boolean json;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Table(boolean json) {
        this.json = json;
    }

    /// Smaller is better.
    void add(String bench, String what, double ours, double peer, String peerName, String unit) {
        lines.add(new Line(bench, what, ours, peer, peerName, unit));
    }

    void remark(String text) {
        remarks.add(text);
    }

    void progress(String text) {
        System.err.println(text);
    }

    void print() {
        for (Line line : lines) {
            if (json) {
                System.out.println(Json.write(Json.object(
                        "bench", line.bench(), "case", line.what(), "ours", rounded(line.ours()), "peer", rounded(line.peer()), "peer_name", line.peerName(), "unit", line.unit(), "ratio", rounded(line.ratio()))));
            } else {
                System.out.println(String.format(
                        Locale.ROOT, "%-9s %-28s ours %10.3f   %-18s %10.3f   %-16s ratio %6.2f", line.bench(), line.what(), line.ours(), line.peerName(), line.peer(), line.unit(), line.ratio()));
            }
        }
        remarks.forEach(remark -> System.err.println("  " + remark));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
