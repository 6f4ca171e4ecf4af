package dev.candor.app.console;

import dev.candor.detect.telemetry.SenderReport;
import dev.candor.detect.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was lost at the doors of access logs since this server started, in words.
final class DoorLosses {
    private DoorLosses() {}

    /// All of it.
    static List<String> of(Telemetry.Doors doors) {
        var losses = bySyslog(doors);
        losses.addAll(everywhere(doors));
        return List.copyOf(losses);
    }

    /// What may concern one service.
    ///
    /// @param configured whether it has a log source, so that it may be sent syslog
    static List<String> of(Telemetry.Doors doors, boolean configured, List<SenderReport> senders) {
        boolean syslog =
                configured || senders.stream().anyMatch(sender -> !sender.how().equals("http"));
        var losses = syslog ? bySyslog(doors) : new ArrayList<String>();
        losses.addAll(everywhere(doors));
        return List.copyOf(losses);
    }

    private static ArrayList<String> bySyslog(Telemetry.Doors doors) {
        var losses = new ArrayList<String>();
        long drops = doors.kernelDrops().orElse(0);
        if (drops > 0) {
            losses.add(count(drops, "syslog datagram") + " came faster than the kernel could keep: its buffer holds "
                    + size(doors.receiveBuffer()) + ". Raise net.core.rmem_max, or send by TCP or candor tail.");
        }
        if (doors.crowdedOut() > 0) {
            losses.add(count(doors.crowdedOut(), "syslog datagram")
                    + " came from addresses there was no room for: 2,000 senders were waiting to be read.");
        }
        if (doors.refusedConnections() > 0) {
            losses.add(count(doors.refusedConnections(), "syslog connection")
                    + " found no place: 500 were open, and none could make room.");
        }
        if (doors.evictedConnections() > 0) {
            losses.add(count(doors.evictedConnections(), "syslog connection")
                    + (doors.evictedConnections() == 1 ? " was" : " were")
                    + " closed to make room for others: 500 were open. What had just been sent there may be lost.");
        }
        return losses;
    }

    private static List<String> everywhere(Telemetry.Doors doors) {
        var losses = new ArrayList<String>();
        if (doors.refusedSenders() > 0) {
            losses.add(
                    count(doors.refusedSenders(), "time") + " a new sender was not let in: 1,000 others were sending.");
        }
        if (doors.lost() > 0) {
            losses.add(count(doors.lost(), "request") + " counted never reached the database.");
        }
        return losses;
    }

    private static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    private static String size(int bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }
}
