package dev.candor.telemetry.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.telemetry.LogStream;
import dev.candor.telemetry.format.FieldMap;
import dev.candor.telemetry.route.RouteSettings;
import dev.candor.telemetry.route.Routes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final long START = 1_795_311_000_000L;

    private final Windows windows = new Windows(WindowSettings.USUAL, new Routes(RouteSettings.USUAL));
    private final LogStream stream = new LogStream(LogStream.Framing.LINES, FieldMap.USUAL, List.of(), windows);

    private void line(long eventMillis, long arrivalMillis, int status, String more) {
        byte[] bytes = ("{\"time\":" + eventMillis + ",\"status\":" + status + ",\"request_time\":0.02" + more + "}\n")
                .getBytes(StandardCharsets.UTF_8);
        stream.take(bytes, 0, bytes.length, arrivalMillis);
    }

    @Test
    void a_window_is_handed_out_three_seconds_after_its_end_and_late_lines_follow_as_supplements() {
        for (int i = 0; i < 100; i++) {
            line(START + i * 100, START + i * 100, i < 10 ? 500 : 200, ",\"uri\":\"/a\"");
        }
        assertThat(windows.close(START + 12_900)).isEmpty();
        var first = windows.close(START + 13_000);
        assertThat(first).singleElement().satisfies(window -> {
            assertThat(window.start().toEpochMilli()).isEqualTo(START);
            assertThat(window.part()).isZero();
            assertThat(window.requests()).isEqualTo(100);
            assertThat(window.failures()).isEqualTo(10);
            assertThat(window.latency().quantile(0.5).orElseThrow()).isBetween(19_800L, 20_200L);
        });
        line(START + 5000, START + 60_000, 503, "");
        line(START + 5000, START + 61_000, 503, "");
        var later = windows.close(START + 64_000);
        assertThat(later)
                .filteredOn(window -> window.part() == 1)
                .singleElement()
                .satisfies(window -> assertThat(window.failures()).isEqualTo(2));
        assertThat(later)
                .filteredOn(window -> window.part() == 0)
                .hasSize(5)
                .allMatch(window -> window.requests() == 0);
        line(START + 5000, START + 200_000, 503, "");
        assertThat(stream.report().late()).isEqualTo(1);
        assertThat(stream.report().counted()).isEqualTo(102);
    }

    @Test
    void a_clock_hours_off_is_noticed_shown_and_its_lines_counted_by_arrival() {
        long off = 3 * 3600_000;
        for (int i = 0; i < 600; i++) {
            line(START + i * 100 - off, START + i * 100, 200, "");
        }
        var report = stream.report();
        assertThat(report.clockIsOff()).isTrue();
        assertThat(report.skewMillis().orElseThrow()).isEqualTo(off);
        assertThat(report.late()).isZero();
        assertThat(report.counted()).isEqualTo(600);
        assertThat(report.clockOff()).isEqualTo(report.counted());
        var all = windows.closeAll();
        assertThat(all).allMatch(window -> window.start().toEpochMilli() >= START);
        assertThat(all.stream().mapToLong(Window::requests).sum()).isEqualTo(600);
    }

    @Test
    void lines_of_a_clock_that_is_behind_are_held_and_handed_out_in_the_windows_they_arrived_in() {
        long off = 7200_000;
        var requests = new java.util.TreeMap<Long, Long>();
        for (int i = 0; i < 300; i++) {
            line(START + i * 100 - off, START + i * 100, 200, "");
            if (i == 20) {
                assertThat(stream.report().held()).isEqualTo(21);
            }
            for (Window window : windows.close(START + i * 100)) {
                requests.merge(window.start().toEpochMilli() - START, window.requests(), Long::sum);
            }
        }
        for (Window window : windows.closeAll()) {
            requests.merge(window.start().toEpochMilli() - START, window.requests(), Long::sum);
        }
        assertThat(requests)
                .containsEntry(0L, 100L)
                .containsEntry(10_000L, 100L)
                .containsEntry(20_000L, 100L);
        assertThat(stream.report().held()).isZero();
        assertThat(stream.report().late()).isZero();
    }

    @Test
    void a_seldom_sender_whose_clock_is_behind_loses_nothing() {
        long off = 3600_000;
        long counted = 0;
        for (int minute = 0; minute < 10; minute++) {
            line(START + minute * 60_000 - off, START + minute * 60_000, 200, "");
            for (int second = 0; second < 60; second++) {
                counted += windows.close(START + minute * 60_000 + second * 1000).stream()
                        .mapToLong(Window::requests)
                        .sum();
            }
        }
        counted += windows.closeAll().stream().mapToLong(Window::requests).sum();
        assertThat(counted).isEqualTo(10);
        assertThat(stream.report().counted()).isEqualTo(10);
        assertThat(stream.report().late()).isZero();
        assertThat(stream.report().clockIsOff()).isTrue();
    }

    @Test
    void a_lone_line_from_long_ago_counts_when_it_arrived_and_one_among_fresh_ones_is_late() {
        line(START - 3600_000, START, 200, "");
        assertThat(stream.report().held()).isEqualTo(1);
        windows.close(START + 100_000);
        assertThat(stream.report().clockOff()).isEqualTo(1);
        var other = new LogStream(LogStream.Framing.LINES, FieldMap.USUAL, List.of(), windows);
        for (int i = 0; i < 50; i++) {
            long old = i == 25 ? 600_000 : 0;
            byte[] bytes =
                    ("{\"time\":" + (START + i * 1000 - old) + ",\"status\":200}\n").getBytes(StandardCharsets.UTF_8);
            other.take(bytes, 0, bytes.length, START + i * 1000);
        }
        assertThat(other.report().late()).isEqualTo(1);
        assertThat(other.report().counted()).isEqualTo(49);
        assertThat(other.report().held()).isZero();
        assertThat(other.report().clockIsOff()).isFalse();
    }

    @Test
    void a_clock_set_back_in_mid_stream_by_half_a_minute_or_five_is_said_and_loses_nothing() {
        for (long back : new long[] {20_000, 30_000, 60_000, 300_000}) {
            var own = new Windows(WindowSettings.USUAL, new Routes(RouteSettings.USUAL));
            var sender = new LogStream(LogStream.Framing.LINES, FieldMap.USUAL, List.of(), own);
            long requests = 0;
            for (int i = 0; i < 1200; i++) {
                long arrival = START + i * 100;
                long event = arrival - 200 - (i < 300 ? 0 : back);
                byte[] bytes = ("{\"time\":" + event + ",\"status\":200}\n").getBytes(StandardCharsets.UTF_8);
                sender.take(bytes, 0, bytes.length, arrival);
                requests +=
                        own.close(arrival).stream().mapToLong(Window::requests).sum();
            }
            var report = sender.report();
            assertThat(report.clockIsOff()).as("%d ms back", back).isTrue();
            assertThat(report.skewMillis().orElseThrow()).isBetween(back, back + 1000);
            assertThat(report.late()).isZero();
            assertThat(report.counted()).isEqualTo(1200);
            for (int i = 0; i < 200; i++) { // set right again
                long arrival = START + 120_000 + i * 100;
                byte[] bytes = ("{\"time\":" + arrival + ",\"status\":200}\n").getBytes(StandardCharsets.UTF_8);
                sender.take(bytes, 0, bytes.length, arrival);
            }
            assertThat(sender.report().clockIsOff()).isFalse();
            requests += own.closeAll().stream().mapToLong(Window::requests).sum();
            assertThat(requests).isEqualTo(1400);
        }
    }

    @Test
    void long_requests_that_tell_when_they_began_are_no_clock_set_back() {
        var random = new SplittableRandom(5);
        for (int i = 0; i < 3000; i++) {
            long took = random.nextInt(10) == 0 ? random.nextInt(60_000) : 20;
            line(START + i * 100 - took, START + i * 100, 200, "");
        }
        assertThat(stream.report().clockIsOff()).isFalse();
        assertThat(stream.report().clockOff()).isZero();
        assertThat(stream.report().counted()).isEqualTo(3000);
    }

    @Test
    void long_polls_that_say_how_long_they_took_are_no_clock_set_back_whatever_their_share() {
        for (int i = 0; i < 2400; i++) {
            long took = i % 80 == 0 ? 20 : i % 3 == 0 ? 200_000 : 25_000;
            byte[] bytes = ("{\"time\":" + (START + i * 250 - took) + ",\"status\":200,\"request_time\":"
                            + took / 1000.0 + "}\n")
                    .getBytes(StandardCharsets.UTF_8);
            stream.take(bytes, 0, bytes.length, START + i * 250);
            assertThat(stream.report().clockIsOff()).isFalse();
        }
        assertThat(stream.report().clockOff()).isZero();
        assertThat(stream.report().late()).isZero();
        assertThat(stream.report().counted()).isEqualTo(2400);
        assertThat(stream.report().skewMillis()).hasValue(20);
    }

    @Test
    void a_young_line_ends_what_looked_like_a_clock_set_back() {
        int off = 0;
        for (int i = 0; i < 2400; i++) {
            long took = i % 80 == 0 ? 20 : 25_000;
            line(START + i * 250 - took, START + i * 250, 200, "");
            off += stream.report().clockIsOff() ? 1 : 0;
            assertThat(i % 80 > 0 || !stream.report().clockIsOff()).isTrue();
        }
        assertThat(off).as("once, and not again").isBetween(1, 80);
        assertThat(stream.report().late()).isZero();
        assertThat(stream.report().counted()).isEqualTo(2400);
    }

    @Test
    void few_senders_are_held_over_all_services_and_lines_of_the_others_are_late() {
        var aside = new Aside();
        var services = new ArrayList<Windows>();
        var senders = new ArrayList<LogStream>();
        for (int service = 0; service < 6; service++) {
            var own = new Windows(WindowSettings.USUAL, new Routes(RouteSettings.USUAL), aside);
            services.add(own);
            for (int i = 0; i < 12; i++) {
                senders.add(new LogStream(LogStream.Framing.LINES, FieldMap.USUAL, List.of(), own));
            }
        }
        for (int round = 0; round < 3; round++) {
            senders.forEach(sender -> old(sender, START));
            assertThat(senders.stream().mapToLong(sender -> sender.report().held()))
                    .filteredOn(held -> held > 0)
                    .hasSize(40);
            assertThat(senders.subList(0, 12).stream()
                            .filter(sender -> sender.report().held() > 0))
                    .hasSize(10);
            assertThat(senders.stream().filter(sender -> sender.report().late() > 0))
                    .hasSize(32);
            services.forEach(Windows::closeAll);
            assertThat(senders.stream().mapToLong(sender -> sender.report().held()))
                    .containsOnly(0L);
            for (int i = 0; i < senders.size(); i++) {
                senders.set(i, new LogStream(LogStream.Framing.LINES, FieldMap.USUAL, List.of(), services.get(i / 12)));
            }
        }
    }

    private static void old(LogStream sender, long arrival) {
        for (int i = 0; i < 3; i++) {
            byte[] bytes =
                    ("{\"time\":" + (arrival - 3_600_000) + ",\"status\":500}\n").getBytes(StandardCharsets.UTF_8);
            sender.take(bytes, 0, bytes.length, arrival + i);
        }
    }

    @Test
    void lines_from_the_future_count_by_their_arrival_from_the_first_on_and_are_not_called_late() {
        long ahead = 3600_000;
        for (int i = 0; i < 5; i++) {
            line(START + i * 60_000 + ahead, START + i * 60_000, 200, "");
        }
        var early = stream.report();
        assertThat(early.late()).isZero();
        assertThat(early.counted()).isEqualTo(5);
        assertThat(early.future()).isEqualTo(5);
        assertThat(early.clockIsOff()).as("five lines are no proof").isFalse();
        for (int i = 5; i < 30; i++) {
            line(START + i * 60_000 + ahead, START + i * 60_000, 200, "");
        }
        assertThat(stream.report().clockIsOff()).isTrue();
        assertThat(stream.report().skewMillis()).hasValue(-ahead);
        assertThat(stream.report().future()).isEqualTo(30);
        assertThat(windows.closeAll()).allMatch(window -> window.start().toEpochMilli() <= START + 30 * 60_000);
    }

    @Test
    void a_backlog_read_in_a_hurry_is_late_and_not_taken_for_a_wrong_clock() {
        for (int i = 0; i < 6000; i++) {
            line(START - 600_000 + i * 100, START + i * 5, 200, "");
        }
        assertThat(stream.report().clockIsOff()).isFalse();
        assertThat(stream.report().clockOff()).isZero();
        assertThat(stream.report().late()).isPositive();
    }

    @Test
    void a_hundred_thousand_values_stay_in_bounds_and_every_sum_is_exact() {
        var random = new SplittableRandom(1);
        int failed = 0;
        for (int i = 0; i < 100_000; i++) {
            boolean fails = random.nextInt(500) == 0;
            boolean dora = i > 80_000 && random.nextInt(4) == 0;
            failed += fails ? 1 : 0;
            line(
                    START + i / 20,
                    START + i / 20,
                    fails ? 500 : 200,
                    ",\"uri\":\"/w" + i + "x/q" + i + "\",\"customer\":\"" + (dora ? "dora" : "c" + i)
                            + "\",\"client\":\"10.1." + i % 250 + "." + i / 250 % 250 + "\",\"host\":\"h" + i
                            + ".example\"");
        }
        var window = Window.merge(windows.closeAll(), 100);
        assertThat(window.requests()).isEqualTo(100_000);
        assertThat(window.failures()).isEqualTo(failed);
        for (Dimension dimension :
                List.of(Dimension.CUSTOMER, Dimension.CLIENT, Dimension.HOST, Dimension.ROUTE, Dimension.STATUS)) {
            var top = window.top(dimension);
            assertThat(top.values()).hasSizeLessThanOrEqualTo(100);
            assertThat(top.requests()).isEqualTo(100_000);
            assertThat(top.failures()).isEqualTo(failed);
        }
        assertThat(window.top(Dimension.CUSTOMER).values().getFirst().value())
                .isEqualTo("dora"); // busy late, found all the same
        assertThat(window.failing()).hasSizeLessThanOrEqualTo(500);
        assertThat(window.failing().stream().mapToLong(Combination::failures).sum())
                .isEqualTo(failed);
        assertThat(WindowCode.encode(window)).hasSizeLessThan(60_000);
        assertThat(WindowCode.decode(WindowCode.encode(window))).contains(window);
    }

    @Test
    void merging_windows_is_counting_them_in_one() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 3000; i++) {
            line(
                    START + i * 20,
                    START + i * 20,
                    random.nextInt(9) == 0 ? 502 : 200,
                    ",\"uri\":\"/r" + random.nextInt(5) + "\",\"upstream\":\"n" + random.nextInt(9) + "\"");
        }
        var all = windows.closeAll();
        assertThat(all).hasSize(6);
        var left = Window.merge(all.subList(0, 3), 100).merge(Window.merge(all.subList(3, 6), 100), 100);
        var shuffled = new ArrayList<>(all);
        java.util.Collections.reverse(shuffled);
        var right = Window.merge(shuffled, 100);
        assertThat(left.tops()).isEqualTo(right.tops());
        assertThat(left.latency()).isEqualTo(right.latency());
        assertThat(left.start()).isEqualTo(right.start());
        assertThat(left.length()).isEqualTo(right.length()).hasSeconds(60);
        assertThat(left.requests()).isEqualTo(3000);
    }

    @Test
    void encoded_windows_survive_and_broken_bytes_are_refused() {
        for (int i = 0; i < 200; i++) {
            line(
                    START + i,
                    START + i,
                    i % 7 == 0 ? 500 : 200,
                    ",\"uri\":\"/\u00e4" + i + "\",\"customer\":\"\\ud83d\"");
        }
        var window = windows.closeAll().getFirst();
        byte[] bytes = WindowCode.encode(window);
        assertThat(WindowCode.decode(bytes)).contains(window);
        assertThat(WindowCode.decode(Arrays.copyOf(bytes, bytes.length - 1))).isEmpty();
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] broken = bytes.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            WindowCode.decode(broken).ifPresent(WindowCode::encode);
        }
    }

    @Test
    void any_bytes_at_any_times_are_taken_and_the_report_adds_up() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            long arrival = START;
            for (int block = 0; block < 20; block++) {
                byte[] bytes = new byte[random.nextInt(4000)];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte)
                            (random.nextInt(3) == 0
                                    ? random.nextInt(256)
                                    : "{\"status\":500,\"ts\":1795311000}\n<13> - [".charAt(random.nextInt(39)));
                }
                arrival += random.nextLong(100_000_000) - 10_000_000;
                stream.take(bytes, 0, bytes.length, arrival);
                line(arrival + random.nextLong(10_000_000) - 5_000_000, arrival, 200, "");
                windows.close(arrival);
            }
        }
        var report = stream.report();
        long unread = report.unread().values().stream()
                .mapToLong(dev.candor.telemetry.format.Recognition.Unread::lines)
                .sum();
        assertThat(report.counted() + report.late() + report.held() + unread).isEqualTo(report.lines());
    }
}
