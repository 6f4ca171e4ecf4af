package dev.candor.telemetry.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.telemetry.format.FieldMap.Source;
import dev.candor.telemetry.format.FormatTemplate.Compiled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FormatsTest {
    private final Hit hit = new Hit();

    private Parsed read(String line) {
        return read(line, FieldMap.USUAL);
    }

    private Parsed read(String line, FieldMap fields) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        return new Recognition(fields, List.of()).read(bytes, 0, bytes.length, false, hit);
    }

    private String all() {
        return hit.status() + " " + hit.text(Field.METHOD) + " " + hit.text(Field.PATH) + " " + hit.text(Field.CLIENT)
                + " " + hit.latencyMicros() + " " + hit.bytesSent();
    }

    @Test
    void combined_with_all_its_tails() {
        String line = "192.0.2.7 - - [22/Nov/2026:01:02:36 +0100] \"GET /a?b=c HTTP/1.1\" 200 612 \"-\" \"curl/8\"";
        for (var tail : Map.of(
                        "",
                        -1L,
                        " rt=0.012",
                        12_000L,
                        " 0.250",
                        250_000L,
                        " 12034",
                        12_034L,
                        " 7 \"web@docker\" \"http://10.0.0.2:80\" 3ms",
                        3000L,
                        " rt=\"0.5\" uct=\"-\"",
                        500_000L,
                        " \"198.51.100.4\" rt=1.5",
                        1_500_000L)
                .entrySet()) {
            assertThat(read(line + tail.getKey())).isEqualTo(Parsed.HIT);
            assertThat(all()).isEqualTo("200 GET /a?b=c 192.0.2.7 " + tail.getValue() + " 612");
            assertThat(hit.text(Field.AGENT)).isEqualTo("curl/8");
        }
        assertThat(Instant.ofEpochMilli(hit.timeMillis())).isEqualTo("2026-11-22T00:02:36Z");
        assertThat(read(line + " 7 \"web@docker\" \"http://10.0.0.2:80\" 3ms")).isEqualTo(Parsed.HIT);
        assertThat(hit.text(Field.ROUTE) + " " + hit.text(Field.UPSTREAM)).isEqualTo("web@docker http://10.0.0.2:80");
        assertThat(read(line + " urt=0.001, 0.204 upstream=10.0.0.1:80, 10.0.0.2:80 host=shop.example"))
                .isEqualTo(Parsed.HIT);
        assertThat(hit.latencyMicros() + hit.text(Field.UPSTREAM) + hit.text(Field.HOST))
                .isEqualTo("20400010.0.0.2:80shop.example");
        assertThat(read("shop.example:443 " + line)).isEqualTo(Parsed.HIT);
        assertThat(hit.text(Field.HOST) + " " + hit.text(Field.CLIENT)).isEqualTo("shop.example 192.0.2.7");
        assertThat(read("::1 - ana b [22/Nov/2026:01:02:36 +0000] \"\\x16\\x03\" 400 0 \"-\" \"a \\\"b\\\" c\" 0.1"))
                .isEqualTo(Parsed.HIT);
        assertThat(all()).isEqualTo("400   ::1 100000 0");
        assertThat(read("192.0.2.7 - - [22/Nov/2026:01:02:36 +0000] \"GET / HTTP/1.1\" 304 -"))
                .isEqualTo(Parsed.HIT);
    }

    @Test
    void combined_lines_cut_anywhere_behind_the_status_count_and_before_it_do_not() {
        String line =
                "192.0.2.7 - - [22/Nov/2026:01:02:36 +0000] \"GET /a HTTP/1.1\" 503 612 \"http://x.example/\" \"curl/8\" rt=0.012";
        int behind = line.indexOf("503") + 3;
        for (int end = 0; end <= line.length(); end++) {
            byte[] bytes = line.substring(0, end).getBytes(StandardCharsets.US_ASCII);
            var parsed = new Recognition(FieldMap.USUAL, List.of()).read(bytes, 0, bytes.length, true, hit);
            assertThat(parsed == Parsed.HIT).as(line.substring(0, end)).isEqualTo(end >= behind);
            assertThat(parsed != Parsed.HIT || hit.status() == 503).isTrue();
        }
    }

    @Test
    void haproxy_with_phases_not_reached_captures_and_termination() {
        String line =
                "127.0.0.1:44382 [22/Nov/2026:01:02:36.032] web~ app/n1 0/0/-1/-1/3006 503 217 - - SC-- 1/1/0/0/3 0/0 {shop.example|dora} {x} \"GET /down HTTP/1.1\"";
        assertThat(read(line, FieldMap.USUAL.withCustomer(new Source.Capture(2))))
                .isEqualTo(Parsed.HIT);
        assertThat(all()).isEqualTo("503 GET /down 127.0.0.1 3006000 217");
        assertThat(hit.text(Field.UPSTREAM) + " " + hit.text(Field.HOST) + " " + hit.text(Field.CUSTOMER))
                .isEqualTo("n1 shop.example dora");
        assertThat(hit.balancerMade()).isTrue();
        assertThat(
                        read(
                                "::1:1 [22/Nov/2026:01:02:36.032] web web/<NOSRV> -1/-1/-1/-1/0 400 0 - - PR-- 1/1/0/0/0 0/0 \"<BADREQ>\""))
                .isEqualTo(Parsed.HIT);
        assertThat(all()).isEqualTo("400   ::1 0 0");
        assertThat(
                        read(
                                "10.0.0.9:1 [22/Nov/2026:01:02:36.032] web app/n1 0/0/1/-1/+20 -1 0 - - CH-- 1/1/0/0/0 0/0 \"GET / HTTP/1.1\""))
                .isEqualTo(Parsed.HIT);
        assertThat(hit.status()).isZero();
        int behind = line.indexOf("503") + 3;
        for (int end = behind; end <= line.length(); end++) {
            assertThat(read(line.substring(0, end))).as(line.substring(0, end)).isEqualTo(Parsed.HIT);
            assertThat(hit.status()).isEqualTo(503);
        }
        assertThat(read("Server app/n1 is DOWN, reason: Layer4 connection problem"))
                .isNotEqualTo(Parsed.HIT);
    }

    @Test
    void json_with_chosen_keys_lists_escapes_and_nesting() {
        assertThat(
                        read(
                                "{\"time\":\"2026-11-22T01:02:34.765+00:00\",\"status\":502,\"uri\":\"\\/a\\/\\u00e9\\\"\",\"request_time\":\"0.010\",\"upstream_addr\":\"10.0.0.1:80, 10.0.0.2:80\",\"upstream_status\":\"500, 502\",\"x\":[{\"status\":1}],\"n\":null}"))
                .isEqualTo(Parsed.HIT);
        assertThat(hit.status() + " " + hit.upstreamStatus() + " " + hit.text(Field.PATH) + " "
                        + hit.text(Field.UPSTREAM) + " " + hit.latencyMicros())
                .isEqualTo("502 502 /a/é\" 10.0.0.2:80 10000");
        assertThat(Instant.ofEpochMilli(hit.timeMillis())).isEqualTo("2026-11-22T01:02:34.765Z");
        assertThat(read(
                        "{\"level\":\"info\",\"ts\":1795311090.7764316,\"logger\":\"http.log.access.log0\",\"msg\":\"handled request\",\"request\":{\"remote_ip\":\"192.0.2.1\",\"remote_port\":\"1\",\"proto\":\"HTTP/1.1\",\"method\":\"GET\",\"host\":\"shop.example\",\"uri\":\"/a\",\"headers\":{\"X-Customer\":[\"dora\"],\"User-Agent\":[\"curl\"]}},\"user_id\":\"\",\"duration\":0.000023786,\"size\":2,\"status\":200,\"resp_headers\":{\"Server\":[\"Caddy\"]}}",
                        FieldMap.USUAL.withCustomer(new Source.Header("x-customer"))))
                .isEqualTo(Parsed.HIT);
        assertThat(all() + " " + hit.text(Field.CUSTOMER) + " " + hit.text(Field.AGENT) + " " + hit.timeMillis())
                .isEqualTo("200 GET /a 192.0.2.1 23 2 dora curl 1795311090776");
        assertThat(read(
                        "{\"code\":500,\"took\":12,\"where\":\"/x\",\"shop\":{\"id\":\"s1\"}}",
                        FieldMap.USUAL
                                .withKeys(Map.of("took", Meaning.LATENCY_MILLIS, "where", Meaning.PATH))
                                .withCustomer(new Source.Key("shop.id"))))
                .isEqualTo(Parsed.HIT);
        assertThat(all() + " " + hit.text(Field.CUSTOMER)).isEqualTo("500  /x  12000 -1 s1");
        assertThat(read("{\"level\":\"warn\",\"msg\":\"pool is small\"}")).isEqualTo(Parsed.NOT_A_REQUEST);
        assertThat(read("{\"status\":200,\"uri\":\"/aaaa")).isEqualTo(Parsed.HIT);
        assertThat(hit.cut()).isTrue();
        assertThat(read("{\"uri\":\"/aaaa")).isEqualTo(Parsed.NO_STATUS);
        assertThat(read("{oops}")).isEqualTo(Parsed.BROKEN_JSON);
    }

    @Test
    void a_pasted_log_format_is_compiled_or_refused_with_the_place() {
        var wrong = List.of("$remote_addr$status", "$remote_addr $request", "hello", "${status", "$ status");
        var positions = List.of(12, 21, 0, 0, 0);
        for (int i = 0; i < wrong.size(); i++) {
            assertThat(FormatTemplate.compile(wrong.get(i))).isInstanceOf(Compiled.Wrong.class);
            assertThat(((Compiled.Wrong) FormatTemplate.compile(wrong.get(i))).position())
                    .isEqualTo(positions.get(i));
        }
        var ready = (Compiled.Ready)
                FormatTemplate.compile(
                        "$remote_addr - [$time_local] \"$request\" ${status} $upstream_addr $request_time \"$http_x_customer\"");
        var format = ready.template().format(FieldMap.USUAL.withCustomer(new Source.Header("X-Customer")));
        byte[] line =
                "192.0.2.7 - [22/Nov/2026:01:02:36 +0000] \"GET /a HTTP/1.1\" 502 10.0.0.1:80, 10.0.0.2:80 0.120 \"dora\""
                        .getBytes(StandardCharsets.US_ASCII);
        assertThat(format.parse(line, 0, line.length, false, hit)).isEqualTo(Parsed.HIT);
        assertThat(all() + " " + hit.text(Field.UPSTREAM) + " " + hit.text(Field.CUSTOMER))
                .isEqualTo("502 GET /a 192.0.2.7 120000 -1 10.0.0.2:80 dora");
    }

    @Test
    void a_change_of_format_in_mid_stream_loses_nothing_and_is_counted() {
        var recognition = new Recognition(FieldMap.USUAL, List.of());
        var lines = List.of(
                "192.0.2.7 - - [22/Nov/2026:01:02:36 +0000] \"GET /a HTTP/1.1\" 200 1",
                "{\"status\":200,\"uri\":\"/\"}",
                "127.0.0.1:44382 [22/Nov/2026:01:02:36.032] web app/n1 0/0/0/1/3 200 217 - - ---- 1/1/0/0/3 0/0 \"GET / HTTP/1.1\"",
                "what is this? mail=ana@shop.example");
        for (String line : lines) {
            for (int i = 0; i < 25; i++) {
                byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
                recognition.read(bytes, 0, bytes.length, false, hit);
            }
        }
        assertThat(recognition.hits()).isEqualTo(75);
        assertThat(recognition.changes()).isEqualTo(2);
        assertThat(recognition.unread()).containsOnlyKeys(Parsed.UNKNOWN_FORMAT);
        var unread = recognition.unread().values().iterator().next();
        assertThat(unread.lines()).isEqualTo(25);
        assertThat(unread.example()).doesNotContain("ana");
        var none = Recognition.of(List.of("nothing".getBytes(StandardCharsets.US_ASCII)), FieldMap.USUAL, List.of());
        assertThat(none).isInstanceOf(Recognition.Verdict.NoneFits.class);
    }

    @Test
    void no_bytes_whatever_make_a_parser_throw_or_point_outside_the_line() {
        var seedLines = List.of(
                "192.0.2.7 - - [22/Nov/2026:01:02:36 +0000] \"GET /a?b=c HTTP/1.1\" 200 612 \"-\" \"curl/8\" rt=0.012 urt=0.1, 0.2",
                "127.0.0.1:44382 [22/Nov/2026:01:02:36.032] web app/n1 0/0/-1/-1/3006 503 217 - - SC-- 1/1/0/0/3 0/0 {h|c} \"GET /down HTTP/1.1\"",
                "{\"ts\":1795311090.77,\"request\":{\"uri\":\"\\/a\\u00e9\",\"headers\":{\"A\":[\"b\"]}},\"status\":200,\"duration\":2.3e-05}",
                "$");
        var ready = (Compiled.Ready) FormatTemplate.compile(
                "$remote_addr - [$time_local] \"$request\" $status $upstream_addr $request_time");
        for (int seed = 0; seed < 60_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] line = seedLines.get(seed % 4).getBytes(StandardCharsets.ISO_8859_1);
            if (seed % 4 == 3) {
                line = new byte[random.nextInt(300)];
                random.nextBytes(line);
            }
            for (int changes = random.nextInt(8); changes > 0 && line.length > 0; changes--) {
                line[random.nextInt(line.length)] = (byte)
                        (random.nextBoolean() ? "{}[]\"\\ :,/-0.e".charAt(random.nextInt(14)) : random.nextInt(256));
            }
            int from = random.nextInt(line.length + 1);
            from = random.nextBoolean() ? 0 : from;
            int to = random.nextBoolean() ? line.length : from + random.nextInt(line.length - from + 1);
            var recognition = new Recognition(FieldMap.USUAL, List.of(ready.template()));
            if (recognition.read(line, from, to, random.nextBoolean(), hit) == Parsed.HIT) {
                for (Field field : Field.values()) {
                    assertThat(hit.from(field)).as("seed " + seed).isLessThanOrEqualTo(hit.to(field));
                    assertThat(hit.bytes(field) != line
                                    || !hit.has(field)
                                    || hit.from(field) >= from && hit.to(field) <= to)
                            .as("seed " + seed + " " + field)
                            .isTrue();
                    hit.text(field);
                }
            }
        }
    }

    /// A stream's parser remembers how the last line was written; that must never show in what it reads.
    @Test
    void what_the_lines_before_looked_like_changes_nothing() {
        var lines = List.of(
                "{\"status\":\"200\",\"method\":\"GET\",\"uri\":\"/a\",\"request_time\":\"0.5\"}",
                "{\"status\":\"503\",\"method\":\"GET\",\"uri\":\"/a\\/b\",\"request_time\":\"0.5\"}",
                "{ \"status\": \"200\", \"method\": \"POST\", \"uri\": \"/a\" }",
                "{\"method\":\"GET\",\"status\":404,\"uri\":\"/b\",\"request_time\":0.25}",
                "{\"status\":200,\"method\":\"GET\",\"uri\":\"/a\"}",
                "{\"stat\":\"1\",\"status\":\"201\",\"uri\":\"/c\",\"method\":\"PUT\"}",
                "{\"st\\u0061tus\":\"201\",\"status\":\"202\",\"uri\":\"/c\"}",
                "{\"status\":\"200\",\"method\":\"GET\",\"uri\":\"/a",
                "{\"status\":\"20",
                "{\"status\":\"200\"",
                "{\"status\":\"200\",",
                "{\"status\":{\"status\":\"200\"},\"uri\":\"/a\"}",
                "{\"request\":{\"method\":\"GET\",\"uri\":\"/deep\"},\"status\":500}",
                "{}");
        var alone = lines.stream().map(line -> read(line) + " " + all()).toList();
        var random = new SplittableRandom(5);
        var stream = new Recognition(FieldMap.USUAL, List.of());
        for (int i = 0; i < 5_000; i++) {
            int which = random.nextInt(lines.size());
            byte[] bytes = lines.get(which).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(stream.read(bytes, 0, bytes.length, false, hit) + " " + all())
                    .isEqualTo(alone.get(which));
        }
    }
}
