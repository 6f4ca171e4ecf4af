package dev.candor.detect.telemetry;

import dev.candor.telemetry.syslog.SyslogHeader;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The mailboxes of everybody who sends datagrams, one per address and tag. Its first 50 tags have a box each, all
/// others share one more. While half of the memory is free, an address may fill it; then each has its share, so that
/// none leaves others without.
///
/// One thread puts, another takes.
final class Mailboxes {
    /// Addresses with a box; somebody unknown waits until one of them is empty.
    static final int MOST = 2000;

    /// Tags of one address that have a box of their own.
    static final int OF_ONE = 50;

    /// Bytes waiting: beyond these everybody keeps the little of {@link Mailbox#LEAST}.
    private static final long MEMORY = 32 << 20;

    /// Bytes waiting: up to these nobody has to care about others.
    private static final long ROOMY = MEMORY / 2;

    private static final long MEMORY_OF_ONE = 4 << 20;

    /// Hears what waited.
    interface Reader {
        void read(InetAddress from, String tag, Mailbox.Waiting lines);
    }

    /// @param tag null for the box all other tags of the address share
    private record Name(InetAddress from, @Nullable String tag) {}

    private static final class Address {
        private final AtomicLong waiting = new AtomicLong();
        private int boxes;
    }

    private record Box(Address address, Mailbox mailbox, boolean shared) {}

    private final Map<Name, Box> boxes = new ConcurrentHashMap<>();
    private final Map<InetAddress, Address> addresses = new HashMap<>();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong crowdedOut = new AtomicLong();

    /// Keeps a datagram, or counts it as dropped for who sent it.
    void put(InetAddress from, String tag, byte[] datagram, int size, Instant at) {
        var name = new Name(from, tag);
        int taken = Mailbox.RETIRED;
        while (taken == Mailbox.RETIRED) {
            Box box = boxes.get(name);
            if (box == null) {
                box = open(name);
            }
            if (box == null) {
                crowdedOut.incrementAndGet();
                return;
            }
            taken = box.mailbox().put(datagram, size, at, most(box.address()));
            if (taken > 0) {
                waiting.addAndGet(taken);
                box.address().waiting.addAndGet(taken);
            }
        }
    }

    /// How much may wait in one box.
    private int most(Address address) {
        long all = waiting.get();
        if (all <= ROOMY) {
            return Mailbox.ROOMY;
        }
        return all > MEMORY || address.waiting.get() > MEMORY_OF_ONE ? Mailbox.LEAST : Mailbox.SHARE;
    }

    /// The box of a new tag; null when there is no room for one more address.
    private synchronized @Nullable Box open(Name name) {
        Address known = addresses.get(name.from());
        if (known == null && boxes.size() >= MOST) {
            return null;
        }
        Address address = known == null ? new Address() : known;
        addresses.put(name.from(), address);
        boolean shared = address.boxes >= OF_ONE || boxes.size() >= MOST;
        return boxes.computeIfAbsent(shared ? new Name(name.from(), null) : name, key -> {
            address.boxes++;
            return new Box(address, new Mailbox(key.from(), shared ? "" : String.valueOf(key.tag())), shared);
        });
    }

    /// One turn: what waits of every sender.
    ///
    /// @return false when nothing waited
    boolean take(Reader reader) {
        boolean some = false;
        for (Map.Entry<Name, Box> entry : boxes.entrySet()) {
            Box box = entry.getValue();
            Mailbox.Waiting lines = box.mailbox().take();
            if (lines == null) {
                retire(entry.getKey(), box);
                continue;
            }
            some = true;
            waiting.addAndGet(-lines.length());
            box.address().waiting.addAndGet(-lines.length());
            if (box.shared()) {
                sorted(box.mailbox().from(), lines, reader);
            } else {
                reader.read(box.mailbox().from(), box.mailbox().tag(), lines);
            }
        }
        return some;
    }

    /// Where room is short, an empty box is given up; it comes back with its next datagram.
    private synchronized void retire(Name name, Box box) {
        boolean scarce = boxes.size() > MOST / 2 || box.address().boxes > OF_ONE / 2;
        if (scarce && box.mailbox().retire()) {
            boxes.remove(name);
            if (--box.address().boxes == 0) {
                addresses.remove(name.from());
            }
        }
    }

    /// Lines of several tags, those that follow each other together. A line without a header belongs to the one before.
    private static void sorted(InetAddress from, Mailbox.Waiting all, Reader reader) {
        var header = new SyslogHeader();
        long dropped = all.dropped();
        String tag = "";
        int begin = 0;
        int line = 0;
        for (int at = 0; at < all.length(); at++) {
            if (all.lines()[at] != '\n') {
                continue;
            }
            boolean headed = header.parse(all.lines(), line, at) > line;
            String own = headed ? SyslogSorting.tag(header.tag()) : tag;
            if (!own.equals(tag) && begin < line) {
                reader.read(from, tag, part(all, begin, line, dropped));
                dropped = 0;
                begin = line;
            }
            tag = own;
            line = at + 1;
        }
        if (begin < all.length() || dropped > 0) {
            reader.read(from, tag, part(all, begin, all.length(), dropped));
        }
    }

    private static Mailbox.Waiting part(Mailbox.Waiting all, int from, int to, long dropped) {
        return new Mailbox.Waiting(Arrays.copyOfRange(all.lines(), from, to), to - from, all.arrivedAt(), dropped);
    }

    /// Bytes nobody has read yet.
    long waiting() {
        return waiting.get();
    }

    /// Datagrams of addresses there was no room for.
    long crowdedOut() {
        return crowdedOut.get();
    }
}
