package dev.candor.app.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What somebody pastes so that a web server's access logs arrive: made with their own address, key and tag.
public final class LogSnippets {
    /// @param id names it on its screen
    /// @param title whose it is: "nginx"
    /// @param words what to do with it
    public record Snippet(String id, String title, String words, String text) {}

    /// @param console the console's address
    /// @param key an intake key of the service; empty where there is none, or whoever looks must not see it
    /// @param source the log source's name
    /// @param tag its syslog tag; empty for any
    /// @param syslog host and port where syslog is listened for; empty where it is off
    record Place(String console, Optional<String> key, String source, Optional<String> tag, Optional<String> syslog) {
        String address() {
            return console + "/in/" + key.orElse("KEY") + "/logs?source=" + Console.encoded(source);
        }

        /// A tag as nginx takes it: 32 letters, digits and underscores.
        String tagOrName() {
            String plain = tag.orElse(source).replaceAll("[^A-Za-z0-9_]", "_");
            return plain.length() > 32 ? plain.substring(0, 32) : plain;
        }
    }

    private static final String NGINX = """
            log_format candor escape=json
              '{"time":"$time_iso8601","status":"$status",'
              '"request":"$request","host":"$host",'
              '"remote_addr":"$remote_addr",'
              '"request_time":"$request_time",'
              '"upstream_addr":"$upstream_addr",'
              '"upstream_status":"$upstream_status"}';
            access_log %s candor;
            """;

    private LogSnippets() {}

    static List<Snippet> of(Place place) {
        var snippets = new ArrayList<Snippet>();
        snippets.add(nginx(place));
        snippets.add(haproxy(place));
        snippets.add(new Snippet(
                "caddy", "Caddy", "In the site's block; then follow the file, on the same machine:", """
                log {
                  output file /var/log/caddy/access.log
                }

                # %s
                """.formatted(
                                tail(place, "/var/log/caddy/access.log"))));
        snippets.add(new Snippet(
                "tail",
                "Any file",
                "On the web server's machine. It follows rotation, and with the line cut the lines wait in the file:",
                tail(place, "/var/log/nginx/access.log") + "\n"));
        snippets.add(new Snippet(
                "curl",
                "Anything else",
                "Whole lines or one JSON object a line, packed with gzip or not:",
                "curl --data-binary @access.log '" + place.address() + "'\n"));
        return snippets;
    }

    private static Snippet nginx(Place place) {
        return place.syslog()
                .map(syslog -> new Snippet(
                        "nginx",
                        "nginx",
                        "Above all servers, with latency and upstream; then nginx -s reload.",
                        NGINX.formatted("syslog:server=" + syslog + ",tag=" + place.tagOrName() + ",nohostname")))
                .orElseGet(() -> new Snippet(
                        "nginx",
                        "nginx",
                        "Above all servers, with latency and upstream; then nginx -s reload, and follow the file:",
                        NGINX.formatted("/var/log/nginx/candor.log") + "\n# " + tail(place, "/var/log/nginx/candor.log")
                                + "\n"));
    }

    private static Snippet haproxy(Place place) {
        return place.syslog()
                .map(syslog -> new Snippet(
                        "haproxy",
                        "HAProxy",
                        "Latency, server and how it ended are in its log by itself.",
                        """
                        global
                          log-tag %s

                        ring candor
                          format rfc5424
                          maxlen 65535
                          size 1048576
                          server c1 %s log-proto octet-count

                        frontend web
                          option httplog
                          log ring@candor len 65535 format rfc5424 local0
                        """.formatted(place.tagOrName(), syslog)))
                .orElseGet(() -> new Snippet(
                        "haproxy",
                        "HAProxy",
                        "It writes no files, so it needs syslog, which is off here: start Candor with --syslog HOST:PORT. Until then its log goes to a file by the machine's own syslog:",
                        tail(place, "/var/log/haproxy.log") + "\n"));
    }

    private static String tail(Place place, String file) {
        return "candor tail " + file + " --server " + place.console() + " --token "
                + place.key().orElse("KEY") + " --source '" + place.source() + "'";
    }
}
