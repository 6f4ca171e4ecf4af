package dev.candor.telemetry.detect;

import dev.candor.telemetry.sketch.Varints;
import dev.candor.telemetry.window.Dimension;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the count test remembers about a service: all requests, and single values. Never changes.
public final class CountState {
    public static final CountState START = new CountState(Map.of(), List.of());
    private static final int MOST_SLICES = 10_000;

    private final Map<Slice, SliceState> slices;
    private final List<Rise.Ended> ended;

    CountState(Map<Slice, SliceState> slices, List<Rise.Ended> ended) {
        this.slices = slices;
        this.ended = List.copyOf(ended);
    }

    /// The rises that last: all requests first, then values, in the order they were first seen. Counts grow
    /// while a
    /// rise lasts.
    public List<Rise> rising() {
        var rising = new ArrayList<Rise>();
        slices.forEach((slice, state) -> {
            if (state.rise() != null) {
                rising.add(
                        slice instanceof Slice.Whole ? 0 : rising.size(),
                        state.rise().rise());
            }
        });
        return rising;
    }

    /// The rises that ended with the last step.
    public List<Rise.Ended> ended() {
        return ended;
    }

    Map<Slice, SliceState> slices() {
        return slices;
    }

    public byte[] encode() {
        var out = new ByteArrayOutputStream();
        Varints.write(out, 1);
        Varints.write(out, slices.size());
        slices.forEach((slice, state) -> {
            switch (slice) {
                case Slice.Whole() -> Varints.write(out, 0);
                case Slice.Value(Dimension dimension, String value) -> {
                    Varints.write(out, 1 + dimension.ordinal());
                    Varints.write(out, value);
                }
            }
            state.encode(out);
        });
        return out.toByteArray();
    }

    /// Empty when the bytes are no such state of this version. What ended is not kept.
    public static Optional<CountState> decode(byte[] bytes) {
        var in = new Varints.Reader(bytes);
        if (in.next(10) != 1) {
            return Optional.empty();
        }
        var dimensions = Dimension.values();
        var slices = new LinkedHashMap<Slice, SliceState>();
        for (long left = in.next(MOST_SLICES); left > 0 && in.good(); left--) {
            int kind = (int) in.next(dimensions.length);
            Slice slice = kind == 0 ? Slice.WHOLE : new Slice.Value(dimensions[kind - 1], in.text(1024));
            slices.put(slice, SliceState.decode(in, slice));
        }
        return in.atEnd() ? Optional.of(new CountState(slices, List.of())) : Optional.empty();
    }
}
