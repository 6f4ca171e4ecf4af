package dev.candor.respond.runbook.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.time.SystemTime;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Resolution;
import dev.candor.probe.net.Resolver;
import dev.candor.respond.runbook.Acted;
import dev.candor.respond.runbook.Effect;
import dev.candor.respond.runbook.Pool;
import dev.candor.respond.runbook.Seen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A runtime socket that answers errors, half answers, hangs, floods or lies.
class HostileSocketTest {
    private static final Resolver NAMES = (name, _, deadline) -> new Resolution.TargetSilent(
            name + " is not answered for within " + (deadline.remainingNanos() <= 3_000_000_000L ? "3 s" : "an hour"));

    private final LoadBalancer balancer =
            new LoadBalancer(SystemTime.elapsed(), AddressGuard.allowing(List.of("127.0.0.0/8:1024-65535")), NAMES);

    private interface Asked {
        void by(Pool pool);
    }

    /// @param answer what the other side says to a command; null says nothing and keeps the connection
    private static void against(UnaryOperator<String> answer, Asked asked) throws IOException {
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread thread = Thread.ofVirtual().start(() -> serve(server, answer));
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            asked.by(new Pool("app", "tcp:127.0.0.1:" + port, "app"));
            thread.interrupt();
        }
    }

    private static void serve(ServerSocketChannel server, UnaryOperator<String> answer) {
        var held = new java.util.ArrayList<SocketChannel>();
        try {
            while (true) {
                SocketChannel one = server.accept();
                ByteBuffer command = ByteBuffer.allocate(1000);
                one.read(command);
                String said = answer.apply(
                        new String(command.array(), 0, command.position(), StandardCharsets.US_ASCII).strip());
                if (said.equals("hang")) {
                    held.add(one);
                    continue;
                }
                ByteBuffer bytes = ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    one.write(bytes);
                }
                one.close();
            }
        } catch (IOException over) {
            held.forEach(one -> {
                try {
                    one.close();
                } catch (IOException gone) {
                    // it is closed
                }
            });
        }
    }

    @Test
    void what_hangs_floods_or_says_nonsense_is_not_seen() throws IOException {
        List<UnaryOperator<String>> hostile = List.of(
                _ -> "hang",
                _ -> "",
                _ -> "Can't find backend.\n",
                _ -> "x".repeat(5 << 20),
                command -> command.equals("show info") ? "Pid: 1\nUptime_sec: 2\n" : "1\n# be_id be_name srv",
                _ -> "\u0000\u0007\u001b[2J");
        for (UnaryOperator<String> answer : hostile) {
            against(
                    answer,
                    pool -> assertThat(balancer.look(pool))
                            .isInstanceOfSatisfying(
                                    Seen.Blind.class,
                                    blind -> assertThat(blind.why())
                                            .hasSizeLessThan(300)
                                            .doesNotContain("\u0007")));
        }
    }

    @Test
    void an_order_that_is_refused_was_not_done_and_one_without_an_answer_may_have_been() throws IOException {
        against(
                _ -> "No such server.\n",
                pool -> assertThat(balancer.act(new Effect.SetServer(pool, "a", Effect.Aim.DRAIN, 1)))
                        .isInstanceOf(Acted.Refused.class));
        against(
                _ -> "hang",
                pool -> assertThat(balancer.act(new Effect.SetServer(pool, "a", Effect.Aim.DRAIN, 1)))
                        .isInstanceOf(Acted.Unknown.class));
    }

    @Test
    void a_name_that_nobody_resolves_is_asked_for_within_a_limit() {
        assertThat(balancer.look(new Pool("app", "tcp:lb.shop.example:9999", "app")))
                .isInstanceOfSatisfying(
                        Seen.Blind.class,
                        blind -> assertThat(blind.why()).contains("lb.shop.example is not answered for within 3 s"));
    }

    @Test
    void a_process_that_takes_over_in_the_middle_of_a_look_is_not_believed() throws IOException {
        var asked = new java.util.concurrent.atomic.AtomicInteger();
        against(
                command -> command.equals("show info")
                        ? "Pid: " + asked.incrementAndGet() + "\nUptime_sec: 2\n"
                        : "1\n# be_id be_name srv\n",
                pool -> assertThat(balancer.look(pool))
                        .isInstanceOfSatisfying(
                                Seen.Blind.class,
                                blind -> assertThat(blind.why()).contains("another process")));
    }

    @Test
    void a_name_that_carries_a_second_command_is_never_sent() throws IOException {
        var sent = new java.util.concurrent.CopyOnWriteArrayList<String>();
        against(
                command -> {
                    sent.add(command);
                    return "\n";
                },
                pool -> {
                    balancer.act(new Effect.SetServer(pool, "a state maint; set server app/b", Effect.Aim.READY, 1));
                    balancer.act(new Effect.SetServer(pool, "a\nset server app/b", Effect.Aim.READY, 1));
                });
        assertThat(sent).isEmpty();
    }

    @Test
    void an_address_that_is_not_allowed_is_not_connected_to() {
        var strict = new LoadBalancer(SystemTime.elapsed(), AddressGuard.publicOnly(), NAMES);
        assertThat(strict.look(new Pool("app", "tcp:127.0.0.1:9999", "app")))
                .isInstanceOfSatisfying(
                        Seen.Blind.class, blind -> assertThat(blind.why()).contains("must not connect"));
    }
}
