package dev.candor.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What goes over the wire, byte by byte: raw sockets, no client that could be kind.
class PageWireTest {
    private final SnapshotRenderer renderer = new SnapshotRenderer(SnapshotKey.generate());
    private final PageServer server = new PageServer(
            new InetSocketAddress("127.0.0.1", 0),
            Optional.of(asked -> Forward.Answer.html(
                    200, asked.method() + " " + asked.slug() + " " + asked.path() + " " + asked.body().length)));

    @BeforeEach
    void start() {
        server.publish(renderer.render(DemoPage.busy()), Optional.of("status.fernwood.example"), true);
        server.publish(
                renderer.render(DemoPage.named(DemoPage.calm(), "second", "Second")),
                Optional.of("status.second.example"),
                false);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void http_1_0_is_answered_and_the_connection_ends() throws Exception {
        String answer = raw("GET / HTTP/1.0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("Checkout is partly down");
    }

    @Test
    void connection_close_closes() throws Exception {
        String answer = raw("GET /badge.svg HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).contains("Connection: close").endsWith("</svg>");
    }

    @Test
    void a_kept_connection_answers_one_request_after_the_other_without_delay() throws Exception {
        assertThat(server.sendsWithoutDelay()).isTrue();
        try (Socket socket = connect()) {
            for (int i = 0; i < 50; i++) {
                socket.getOutputStream().write(bytes("HEAD /api/v2/status.json HTTP/1.1\r\nHost: x\r\n\r\n"));
                String head = head(socket.getInputStream());
                assertThat(head).startsWith("HTTP/1.1 200 OK");
                socket.getOutputStream()
                        .write(bytes("GET /api/v2/status.json HTTP/1.1\r\nHost: x\r\nIf-None-Match: "
                                + header(head, "ETag") + "\r\n\r\n"));
                assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 304");
            }
        }
    }

    @Test
    void head_has_the_length_and_no_body() throws Exception {
        String answer = raw("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).contains("Content-Length: ").endsWith("\r\n\r\n");
        assertThat(length(answer)).isGreaterThan(10_000);
    }

    @Test
    void what_the_client_has_already_is_not_sent_again() throws Exception {
        for (String encoding : new String[] {"identity", "gzip"}) {
            String first =
                    raw("HEAD / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: " + encoding + "\r\nConnection: close\r\n\r\n");
            String etag = header(first, "ETag");
            String again = raw("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: " + encoding
                    + "\r\nIf-None-Match: \"other\", W/" + etag + "\r\nConnection: close\r\n\r\n");
            assertThat(again).startsWith("HTTP/1.1 304 Not Modified").contains("ETag: " + etag);
            assertThat(header(again, "Candor-Snapshot")).isEqualTo("4711");
            assertThat(again).endsWith("\r\n\r\n");
            assertThat(header(again, "Content-Length")).isEqualTo(header(first, "Content-Length"));
        }
        String since = header(raw("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), "Last-Modified");
        assertThat(since).isEqualTo("Wed, 12 Aug 2026 14:32:00 GMT");
        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nIf-Modified-Since: " + since + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 304");
    }

    @Test
    void gzip_is_sent_to_those_who_ask_and_only_to_them() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(bytes("GET /api/v2/summary.json HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br, gzip;q=0.8\r\n"
                            + "Connection: close\r\n\r\n"));
            InputStream in = socket.getInputStream();
            assertThat(head(in)).contains("Content-Encoding: gzip", "Vary: Accept-Encoding");
            byte[] plain = new GZIPInputStream(new ByteArrayInputStream(in.readAllBytes())).readAllBytes();
            assertThat(new String(plain, StandardCharsets.UTF_8)).startsWith("{\"page\":{\"id\":\"fernwoodpage\"");
        }
        assertThat(raw("GET /api/v2/summary.json HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip;q=0\r\n"
                        + "Connection: close\r\n\r\n"))
                .doesNotContain("Content-Encoding");
    }

    @Test
    void every_answer_carries_what_caches_and_browsers_need() throws Exception {
        String answer = raw("GET / HTTP/1.0\r\n\r\n");
        assertThat(header(answer, "Cache-Control"))
                .isEqualTo("public, max-age=15, stale-while-revalidate=60, stale-if-error=604800");
        assertThat(header(answer, "Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'self'; script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer).doesNotContain("Access-Control-Allow-Origin").doesNotContain("Server:");
        assertThat(raw("GET /api/v2/status.json HTTP/1.0\r\n\r\n")).contains("Access-Control-Allow-Origin: *");
    }

    @Test
    void a_page_answers_under_its_host_and_under_its_slug_and_the_first_one_under_everything_else() throws Exception {
        assertThat(page("status.second.example", "/")).contains("All systems operational");
        assertThat(page("status.second.example:8081", "/history")).contains("<h1>History</h1>");
        assertThat(page("anything.example", "/second/")).contains("All systems operational");
        assertThat(page("anything.example", "/")).contains("Checkout is partly down");
        assertThat(page("anything.example", "/fernwood/api/v2/status.json")).contains("Minor Service Outage");
        assertThat(page("anything.example", "/second"))
                .startsWith("HTTP/1.1 308")
                .contains("Location: /second/");
    }

    @Test
    void a_second_page_moves_nothing() throws Exception {
        server.publish(renderer.render(DemoPage.named(DemoPage.calm(), "third", "Third")), Optional.empty(), false);
        assertThat(page("x", "/")).contains("Checkout is partly down");
    }

    @Test
    void an_older_snapshot_is_not_shown() {
        Snapshot older = renderer.render(DemoPage.at(DemoPage.calm(), DemoPage.NOW, 4_710));
        assertThat(server.publish(older, Optional.empty(), true)).isEqualTo(PageServer.Published.NOT_NEWER);
    }

    @Test
    void a_file_that_did_not_change_keeps_its_date_when_the_page_does() throws Exception {
        server.publish(
                renderer.render(DemoPage.at(DemoPage.busy(), DemoPage.NOW.plusSeconds(60), 4_712)),
                Optional.of("status.fernwood.example"),
                true);
        String feed = raw("HEAD /history.atom HTTP/1.0\r\n\r\n");
        assertThat(header(feed, "Last-Modified")).isEqualTo("Wed, 12 Aug 2026 14:32:00 GMT");
        assertThat(header(feed, "Candor-Snapshot")).isEqualTo("4712");
        assertThat(header(raw("HEAD / HTTP/1.0\r\n\r\n"), "Last-Modified")).isEqualTo("Wed, 12 Aug 2026 14:33:00 GMT");
    }

    @Test
    void what_is_not_there_is_said_on_a_page_of_its_own() throws Exception {
        assertThat(page("x", "/incidents/nothing")).startsWith("HTTP/1.1 404").contains("There is no such page");
        assertThat(page("x", "/second/../../etc/passwd")).startsWith("HTTP/1.1 400");
        assertThat(page("x", "/%2e%2e/%2e%2e/etc/passwd")).startsWith("HTTP/1.1 400");
    }

    @Test
    void a_page_can_only_be_read() throws Exception {
        assertThat(raw("DELETE /history HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("Allow: GET, HEAD");
        assertThat(raw("OPTIONS /api/v2/summary.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Methods: GET, HEAD");
    }

    @Test
    void a_form_goes_to_whoever_can_answer_it() throws Exception {
        assertThat(
                        raw(
                                "POST /second/subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\na=b&c"))
                .startsWith("HTTP/1.1 200")
                .endsWith("POST second subscribe 5");
        String tooMuch = "POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\nConnection: close\r\n\r\n";
        assertThat(raw(tooMuch + "a".repeat(70_000))).startsWith("HTTP/1.1 413");
        String broken =
                "POST /subscribe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZ\r\n";
        assertThat(raw(broken)).startsWith("HTTP/1.1 400");
    }

    @Test
    void a_page_alone_says_plainly_that_nobody_can_subscribe_now() throws Exception {
        try (var alone = new PageServer(new InetSocketAddress("127.0.0.1", 0), Optional.empty())) {
            alone.publish(renderer.render(DemoPage.calm()), Optional.empty(), true);
            alone.start();
            try (var client = HttpClient.newHttpClient()) {
                var answer = client.send(
                        HttpRequest.newBuilder(alone.uri().resolve("subscribe")).build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("Please try again later");
            }
        }
    }

    @Test
    void huge_headers_and_nonsense_are_refused_without_a_word_about_the_software() throws Exception {
        String huge = raw("GET / HTTP/1.1\r\nHost: x\r\nX-Huge: " + "a".repeat(20_000) + "\r\n\r\n");
        assertThat(huge).startsWith("HTTP/1.1 431").doesNotContainIgnoringCase("jetty");
        String nonsense = raw("this is no request\r\n\r\n");
        assertThat(nonsense).startsWith("HTTP/1.1 400").doesNotContainIgnoringCase("jetty");
        assertThat(raw("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void whoever_sends_nonsense_and_no_more_hears_that_it_was_nonsense() throws Exception {
        for (String nonsense : new String[] {
            "nonsense\r\n\r\n",
            "\u0000\u0001nonsense\r\n\r\n",
            "nonsense",
            "GET",
            "GET /",
            "GET / HTTP/1.1\r\nHost: x\r\n",
            "GET /badge.svg HTTP/1.1\r\nHost"
        }) {
            for (int round = 0; round < 30; round++) {
                assertThat(lastWords(nonsense)).as(nonsense + " " + round).startsWith("HTTP/1.1 400");
            }
            String both = lastWords("HEAD /badge.svg HTTP/1.1\r\nHost: x\r\n\r\n" + nonsense);
            assertThat(both)
                    .as("after an answer: " + nonsense)
                    .startsWith("HTTP/1.1 200")
                    .contains("HTTP/1.1 400");
        }
        assertThat(lastWords("")).isEmpty();
        assertThat(lastWords("HEAD /badge.svg HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("400");
    }

    /// Everything is sent at once, the end too.
    private String lastWords(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes(request));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void a_reader_that_does_not_read_holds_up_nobody_else() throws Exception {
        var slow = new java.util.ArrayList<Socket>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(1_024);
                socket.connect(new InetSocketAddress("127.0.0.1", server.uri().getPort()));
                slow.add(socket);
                for (int request = 0; request < 50; request++) {
                    socket.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
                }
            }
            for (int i = 0; i < 20; i++) {
                assertThat(raw("GET /badge.svg HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /// A connection preface, settings, and a request for `/` with its head in the static table (RFC 7541, appendix A).
    @Test
    void http_2_without_tls_is_spoken_to_whoever_begins_with_it() throws Exception {
        try (var socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.setSoTimeout(10_000);
            byte[] authority = ("127.0.0.1:" + server.uri().getPort()).getBytes(StandardCharsets.US_ASCII);
            var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
            out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            frame(out, 4, 0, 0, new byte[0]);
            var head = new ByteArrayOutputStream();
            head.writeBytes(new byte[] {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, (byte) authority.length});
            head.writeBytes(authority);
            frame(out, 1, 5, 1, head.toByteArray());
            out.flush();
            var in = new DataInputStream(socket.getInputStream());
            var page = new ByteArrayOutputStream();
            byte[] answer = new byte[0];
            boolean ended = false;
            while (!ended) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                byte[] payload = in.readNBytes(length);
                if (type == 1) {
                    answer = payload;
                } else if (type == 0) {
                    page.writeBytes(payload);
                }
                ended = stream == 1 && (flags & 1) != 0;
            }
            assertThat(answer).as(":status 200").contains((byte) 0x88);
            assertThat(page.toString(StandardCharsets.UTF_8)).contains("<h1").contains("</html>");
        }
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
    }

    /// Java's client offers an upgrade with its first request, and could not read about one long answer in a hundred
    /// then.
    @Test
    void who_offers_to_change_to_http_2_gets_http_1_1() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (var client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
                var answer =
                        client.send(HttpRequest.newBuilder(server.uri()).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
                assertThat(answer.body()).contains("</html>");
            }
        }
    }

    @Test
    void before_the_first_page_is_published_the_server_says_so() throws Exception {
        try (var empty = new PageServer(new InetSocketAddress("127.0.0.1", 0), Optional.empty())) {
            empty.start();
            try (var client = HttpClient.newHttpClient()) {
                var answer =
                        client.send(HttpRequest.newBuilder(empty.uri()).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(Map.of(answer.statusCode(), answer.body()))
                        .isEqualTo(Map.of(503, "No page has been published here yet.\n"));
            }
        }
    }

    private String page(String host, String path) throws IOException {
        return raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes(request));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket("127.0.0.1", server.uri().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElse(name + ": (none)")
                .substring(name.length() + 2);
    }

    private static long length(String answer) {
        return Long.parseLong(header(answer, "Content-Length"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
