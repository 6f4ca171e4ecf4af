package dev.candor.page;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// The answers a thread sent last, byte by byte as they go to the kernel: status line, headers, date, body in one piece
/// outside the heap, so that sending again is one call and no copy. Belongs to one thread.
///
/// Bounded: [#SLOTS] answers of at most [#LARGEST] bytes. What does not fit is sent from the heap.
final class ReadyBytes {
    private static final int SLOTS = 8;
    private static final int LARGEST = 128 * 1024;

    /// How much of an answer is wanted.
    enum Part {
        WHOLE,
        HEAD,
        NOT_MODIFIED
    }

    private final Slot[] slots = new Slot[SLOTS];
    private int oldest;

    ReadyBytes() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    /// Ready to be written from its position; valid until the next call on this thread. Null when it is too large.
    ///
    /// @param date of now, as in the `Date` field
    @Nullable
    ByteBuffer of(PreparedAnswer.Variant variant, Part part, String date) {
        Slot slot = slot(variant, part, date);
        return slot == null ? null : slot.whole(date);
    }

    /// Status line and headers alone, on the heap.
    static byte[] head(PreparedAnswer.Variant variant, Part part, String date) {
        var out = new ByteArrayOutputStream(1_400);
        boolean unchanged = part == Part.NOT_MODIFIED;
        line(out, unchanged ? "HTTP/1.1 304 Not Modified" : "HTTP/1.1 200 OK");
        HttpFields fields = unchanged ? variant.notModified() : variant.headers();
        for (HttpField field : fields) {
            line(out, field.getName() + ": " + field.getValue());
        }
        line(out, "Date: " + date);
        line(out, "");
        return out.toByteArray();
    }

    private static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private @Nullable Slot slot(PreparedAnswer.Variant variant, Part part, String date) {
        for (Slot slot : slots) {
            if (slot.variant == variant && slot.part == part) {
                return slot;
            }
        }
        byte[] head = head(variant, part, date);
        int size = head.length + (part == Part.WHOLE ? variant.body().remaining() : 0);
        if (size > LARGEST) {
            return null;
        }
        Slot slot = slots[oldest];
        oldest = (oldest + 1) % SLOTS;
        slot.fill(variant, part, head, size, date);
        return slot;
    }

    private static final class Slot {
        /// The empty line and the date before it end the head.
        private static final int AFTER_DATE = 4;

        private PreparedAnswer.@Nullable Variant variant;
        private Part part = Part.WHOLE;
        private String date = "";
        private int dateBegins;
        private ByteBuffer bytes = ByteBuffer.allocateDirect(2_048);

        void fill(PreparedAnswer.Variant filled, Part wanted, byte[] head, int size, String dated) {
            if (bytes.capacity() < size) {
                bytes = ByteBuffer.allocateDirect(Integer.highestOneBit(size - 1) * 2);
            }
            variant = filled;
            part = wanted;
            date = dated;
            dateBegins = head.length - AFTER_DATE - dated.length();
            bytes.clear().put(head);
            if (wanted == Part.WHOLE) {
                bytes.put(filled.body().slice());
            }
            bytes.flip();
        }

        ByteBuffer whole(String now) {
            if (!date.equals(now)) {
                bytes.put(dateBegins, now.getBytes(StandardCharsets.US_ASCII)); // always 29 characters
                date = now;
            }
            return bytes.rewind();
        }
    }
}
