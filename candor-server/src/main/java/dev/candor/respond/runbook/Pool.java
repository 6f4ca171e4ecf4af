package dev.candor.respond.runbook;

import dev.candor.catalog.document.Reading;
import dev.candor.probe.net.HostText;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Servers of one backend of an HAProxy, and the runtime socket at which it is asked.
///
/// @param socket an absolute path of a unix socket, or `tcp:host:port`
public record Pool(String name, String socket, String backend) {
    /// What names of backends and servers are made of.
    public static final String WORD = "[A-Za-z0-9_.:-]{1,100}";
    static final Pool NOWHERE = new Pool("?", "/nowhere", "?");

    private static final Pattern TCP = Pattern.compile("tcp:([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})");

    /// The same for every way to write one socket: what two runs must not touch at the same time.
    public String resource() {
        return "haproxy:" + place() + "/" + backend;
    }

    /// The load balancer itself.
    public String place() {
        return tcp().map(Pool::place).orElseGet(() -> path(socket));
    }

    private static String place(Tcp tcp) {
        String host = switch (HostText.parse(tcp.host())) {
            case HostText.Literal(InetAddress address) -> here(address) ? "localhost" : address.getHostAddress();
            case HostText.Name(String ascii) -> ascii;
            case HostText.Odd _ -> tcp.host();
        };
        return "tcp:" + host + ":" + tcp.port();
    }

    private static boolean here(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress();
    }

    /// Links are followed as far as they lead here; what is not there yet is read as written.
    private static String path(String text) {
        Path path = Path.of(text).normalize();
        for (Path part = path; part != null; part = part.getParent()) {
            try {
                return part.toRealPath()
                        .resolve(part.relativize(path))
                        .normalize()
                        .toString();
            } catch (IOException notThere) {
                // its folder may be
            }
        }
        return path.toString();
    }

    /// Host and port of a socket that is reached over TCP.
    public record Tcp(String host, int port) {}

    public Optional<Tcp> tcp() {
        Matcher form = TCP.matcher(socket);
        return form.matches() ? Optional.of(new Tcp(form.group(1), Integer.parseInt(form.group(2)))) : Optional.empty();
    }

    static Pool read(Reading in) {
        String name = in.name("name");
        String socket = in.text("socket");
        String backend = in.text("backend");
        Matcher tcp = TCP.matcher(socket);
        boolean path = socket.startsWith("/") && socket.length() <= 100 && socket.indexOf('\0') < 0;
        boolean port = tcp.matches() && Integer.parseInt(tcp.group(2)) >= 1 && Integer.parseInt(tcp.group(2)) <= 65535;
        if (!socket.isEmpty() && !path && !port) {
            in.problem(
                    "socket",
                    "expected the path of HAProxy's runtime socket, such as `/run/haproxy/admin.sock`, or `tcp:10.0.0.5:9999`, found `"
                            + socket + "`");
        }
        if (!backend.isEmpty() && !backend.matches(WORD)) {
            in.problem(
                    "backend",
                    "the name of a backend has letters, digits, `.`, `_`, `-` and `:`, found `" + backend + "`");
        }
        return new Pool(name, path || port ? socket : NOWHERE.socket(), backend);
    }
}
