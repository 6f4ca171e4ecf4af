package dev.candor.detect.telemetry;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/// Finds who reads a syslog message: by the sender's address and the message's tag.
final class SyslogSorting {
    private static final int LONGEST_TAG = 100;

    private record Read(Catalog catalog, Sources sources) {}

    private final Catalogs catalogs;
    private final Senders senders;
    private final Unclaimed unclaimed;
    private volatile Read read = new Read(Catalog.EMPTY, Sources.of(Catalog.EMPTY));

    SyslogSorting(Catalogs catalogs, Senders senders, Unclaimed unclaimed) {
        this.catalogs = catalogs;
        this.senders = senders;
        this.unclaimed = unclaimed;
    }

    /// Counts whole lines of one sender and one tag.
    ///
    /// @param how `udp` or `tcp`
    /// @param dropped messages before them that came too fast to be kept
    /// @return who took them; empty when nobody is configured to, which is counted
    Optional<LogSender> take(
            InetAddress from, String tag, String how, byte[] lines, int length, long dropped, Instant arrivedAt) {
        Optional<LogSender> sender = sender(from, tag, how, arrivedAt);
        sender.ifPresentOrElse(
                found -> {
                    found.takeAll(lines, length, arrivedAt);
                    found.drop(dropped);
                },
                () -> unclaimed.add(from.getHostAddress(), tag, lines(lines, length) + dropped, arrivedAt));
        return sender;
    }

    private Optional<LogSender> sender(InetAddress from, String tag, String how, Instant now) {
        Catalog current = catalogs.current();
        Read known = read;
        if (known.catalog() != current) {
            known = new Read(current, Sources.of(current));
            read = known;
        }
        Optional<Item<LogSource>> source = known.sources().ofSyslog(from, tag);
        return source.flatMap(item -> senders.of(item, how, from.getHostAddress(), now));
    }

    /// A tag as it is shown and compared.
    static String tag(String tag) {
        return tag.length() > LONGEST_TAG ? tag.substring(0, LONGEST_TAG) : tag;
    }

    private static long lines(byte[] lines, int length) {
        long count = 0;
        for (int i = 0; i < length; i++) {
            count += lines[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
