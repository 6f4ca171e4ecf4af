package dev.candor.respond.runbook.haproxy;

import dev.candor.respond.runbook.Seen;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what HAProxy answers, and believes nothing that is not whole. Pure.
/// Formats: `show servers state BACKEND` (version 1), `show stat` (CSV), `show info`.
final class Statistics {
    private static final int FORCED_MAINT = 0x01 | 0x02 | 0x04 | 0x20 | 0x40;
    private static final int DRAIN = 0x08 | 0x10;
    private static final int RUNNING = 2;
    private static final int MOST = 1000;

    private Statistics() {}

    /// What cannot be believed, in words.
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super(why);
        }
    }

    /// @param info asked before the others, and `after` them: one process must have answered all
    static Seen.Servers read(String backend, String info, String state, String stat, String after) throws Unreadable {
        if (of(info, "Pid") != of(after, "Pid")) {
            throw new Unreadable("another process of it began to answer in between");
        }
        Map<String, Integer> sessions = sessions(backend, stat);
        var servers = new LinkedHashMap<String, Seen.Server>();
        List<String> lines =
                state.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty()
                || !lines.getFirst().equals("1")
                || lines.size() < 2
                || !lines.get(1).startsWith("# ")) {
            throw new Unreadable("the answer is no list of servers: `" + shown(state) + "`");
        }
        List<String> names = List.of(lines.get(1).substring(2).split(" "));
        for (String line : lines.subList(2, Math.min(lines.size(), MOST))) {
            String[] fields = line.split(" ");
            if (fields.length < 11 || fields.length < names.size()) {
                throw new Unreadable("half a line about a server: `" + shown(line) + "`");
            }
            if (!field(names, fields, "be_name").equals(backend)) {
                continue;
            }
            String name = field(names, fields, "srv_name");
            Integer running = sessions.get(name);
            if (running == null) {
                throw new Unreadable("the statistics know no server " + shown(name));
            }
            servers.put(
                    name,
                    new Seen.Server(
                            admin((int) number(names, fields, "srv_admin_state")),
                            number(names, fields, "srv_op_state") == RUNNING,
                            running,
                            (int) number(names, fields, "srv_uweight"),
                            Duration.ofSeconds(number(names, fields, "srv_time_since_last_change"))));
        }
        if (servers.isEmpty()) {
            throw new Unreadable("it lists no servers of " + backend);
        }
        return new Seen.Servers(of(info, "Pid"), Duration.ofSeconds(of(info, "Uptime_sec")), servers);
    }

    private static Seen.Server.Admin admin(int bits) {
        if ((bits & FORCED_MAINT) != 0) {
            return Seen.Server.Admin.MAINT;
        }
        return (bits & DRAIN) != 0 ? Seen.Server.Admin.DRAIN : Seen.Server.Admin.READY;
    }

    private static String field(List<String> names, String[] fields, String name) throws Unreadable {
        int at = names.indexOf(name);
        if (at < 0 || at >= fields.length) {
            throw new Unreadable("the list of servers has no column " + name);
        }
        return fields[at];
    }

    private static long number(List<String> names, String[] fields, String name) throws Unreadable {
        return number(field(names, fields, name));
    }

    private static long number(String text) throws Unreadable {
        if (!text.matches("[0-9]{1,9}")) {
            throw new Unreadable("not a number: `" + shown(text) + "`");
        }
        return Long.parseLong(text);
    }

    /// Requests under way by server.
    private static Map<String, Integer> sessions(String backend, String stat) throws Unreadable {
        Optional<String> header =
                stat.lines().filter(line -> line.startsWith("# pxname,")).findFirst();
        if (header.isEmpty()) {
            throw new Unreadable("the answer is no statistics: `" + shown(stat) + "`");
        }
        List<String> names = List.of(header.get().substring(2).split(","));
        int current = names.indexOf("scur");
        var sessions = new HashMap<String, Integer>();
        for (String line : stat.lines().toList()) {
            String[] fields = line.split(",", -1);
            if (fields.length > current && current > 1 && fields[0].equals(backend) && !fields[1].equals("BACKEND")) {
                sessions.put(fields[1], (int) number(fields[current]));
            }
        }
        return sessions;
    }

    private static long of(String info, String key) throws Unreadable {
        for (String line : info.lines().toList()) {
            if (line.startsWith(key + ":")) {
                return number(line.substring(key.length() + 1).strip());
            }
        }
        throw new Unreadable("it does not say its " + key);
    }

    static String shown(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() > 80 ? line.substring(0, 80) + "…" : line;
    }
}
