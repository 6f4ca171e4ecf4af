package dev.candor.telemetry.window;

import dev.candor.telemetry.sketch.LatencySketch;
import dev.candor.telemetry.sketch.Varints;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Windows as bytes for the results store: version, numbers as varints, a table of the texts used, then the
/// tables.
public final class WindowCode {
    private static final int VERSION = 1;
    private static final long MOST = 1L << 50;
    private static final int TEXTS = 200_000;
    private static final int LONGEST_TEXT = 1024;

    private WindowCode() {}

    public static byte[] encode(Window window) {
        var texts = new LinkedHashMap<String, Integer>();
        var body = new ByteArrayOutputStream(512);
        for (Dimension dimension : Dimension.values()) {
            Top top = window.top(dimension);
            Varints.write(body, top.values().size());
            for (Tally tally : top.values()) {
                Varints.write(body, number(texts, tally.value()));
                Varints.write(body, tally.requests());
                Varints.write(body, tally.failures());
            }
            Varints.write(body, top.otherRequests());
            Varints.write(body, top.otherFailures());
        }
        Varints.write(body, window.failing().size());
        for (Combination combination : window.failing()) {
            combination.values().forEach(value -> Varints.write(body, number(texts, value)));
            Varints.write(body, combination.failures());
        }
        var out = new ByteArrayOutputStream(body.size() + 1024);
        out.write(VERSION);
        Varints.write(out, window.start().toEpochMilli());
        Varints.write(out, window.length().toMillis());
        Varints.write(out, window.part());
        Varints.write(out, window.requests());
        Varints.write(out, window.failures());
        Varints.write(out, window.cut());
        window.latency().encode(out);
        Varints.write(out, texts.size());
        texts.keySet().forEach(text -> Varints.write(out, text));
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }

    private static int number(Map<String, Integer> texts, String text) {
        Integer known = texts.putIfAbsent(text, texts.size());
        return known == null ? texts.size() - 1 : known;
    }

    /// Empty when the bytes are not a window this version can read.
    public static Optional<Window> decode(byte[] bytes) {
        var in = new Varints.Reader(bytes);
        if (in.next(255) != VERSION) {
            return Optional.empty();
        }
        var start = Instant.ofEpochMilli(in.next(1L << 45));
        var length = Duration.ofMillis(in.next(1L << 40));
        int part = (int) in.next(1 << 20);
        long requests = in.next(MOST);
        long failures = in.next(MOST);
        long cut = in.next(MOST);
        var latency = LatencySketch.decode(in);
        var texts = new ArrayList<String>();
        for (long left = in.next(Math.min(TEXTS, bytes.length)); left > 0 && in.good(); left--) {
            texts.add(in.text(LONGEST_TEXT));
        }
        texts.add(""); // so that there is one to point to while the rest is found broken
        var tops = new EnumMap<Dimension, Top>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            Top top = top(in, texts, bytes.length);
            if (!top.values().isEmpty() || top.otherRequests() > 0) {
                tops.put(dimension, top);
            }
        }
        var failing = failing(in, texts, bytes.length);
        return in.atEnd()
                ? Optional.of(new Window(start, length, part, requests, failures, cut, latency, tops, failing))
                : Optional.empty();
    }

    private static Top top(Varints.Reader in, List<String> texts, int most) {
        var values = new ArrayList<Tally>();
        for (long left = in.next(most); left > 0 && in.good(); left--) {
            values.add(new Tally(texts.get((int) in.next(texts.size() - 1)), in.next(MOST), in.next(MOST)));
        }
        return new Top(values, in.next(MOST), in.next(MOST));
    }

    private static List<Combination> failing(Varints.Reader in, List<String> texts, int most) {
        var failing = new ArrayList<Combination>();
        for (long left = in.next(most); left > 0 && in.good(); left--) {
            var values = new ArrayList<String>();
            for (int i = 0; i < Dimension.values().length; i++) {
                values.add(texts.get((int) in.next(texts.size() - 1)));
            }
            failing.add(new Combination(values, in.next(MOST)));
        }
        return failing;
    }
}
