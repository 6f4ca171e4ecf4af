package dev.candor.paging.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.candor.base.json.Json;
import dev.candor.paging.channel.email.EmailSender;
import dev.candor.paging.channel.email.SmtpSettings;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.SendResult;
import dev.candor.testing.MutableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Mail servers as they are: some want a login, some encrypt, some refuse, some break off.
class MailServersTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");

    private static SendResult send(int port, String encryption, String user, String password) {
        var settings = new SmtpSettings("127.0.0.1", port, encryption, user, password, "candor@shop.example");
        return new EmailSender(Optional.of(settings), new MutableClock(NOW.toString()))
                .send(new Claim(
                        new UUID(0, 1),
                        "page/1",
                        Lane.PAGES,
                        "email",
                        "email:ana@shop.example",
                        "alert/1",
                        Json.object("address", "ana@shop.example", "title", "checkout is down", "text", "503"),
                        1,
                        "token",
                        NOW,
                        NOW.plusSeconds(86_400),
                        NOW));
    }

    @Test
    void a_server_that_wants_a_login_gets_it_and_a_wrong_one_is_tried_again_later() throws Exception {
        var mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.start();
        try {
            mails.setUser("candor@shop.example", "candor", "hush");
            int port = mails.getSmtp().getPort();
            assertThat(send(port, "none", "candor", "hush")).isInstanceOf(SendResult.Accepted.class);
            assertThat(mails.getReceivedMessages()).hasSize(1);
            assertThat(send(port, "none", "candor", "wrong"))
                    .isInstanceOfSatisfying(
                            SendResult.TryLater.class,
                            later -> assertThat(later.why())
                                    .contains("refused our login")
                                    .doesNotContain("wrong"));
            assertThat(mails.getReceivedMessages()).hasSize(1);
        } finally {
            mails.stop();
        }
    }

    private static Optional<String> objection(int port, String encryption, String user, String password) {
        return EmailSender.objection(
                new SmtpSettings("127.0.0.1", port, encryption, user, password, "candor@shop.example"));
    }

    /// What the doctor asks: everything but the mail itself.
    @Test
    void whether_mails_could_leave_is_found_out_without_sending_one() throws Exception {
        var mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.start();
        int port = mails.getSmtp().getPort();
        try {
            mails.setUser("candor@shop.example", "candor", "hush");
            assertThat(objection(port, "none", "candor", "hush")).isEmpty();
            assertThat(objection(port, "none", "candor", "wrong"))
                    .hasValueSatisfying(why -> assertThat(why).contains("refused our login"));
            assertThat(objection(port, "starttls", "candor", "hush")).isPresent();
            assertThat(objection(port, "tls", "candor", "hush")).isPresent();
            assertThat(mails.getReceivedMessages()).isEmpty();
        } finally {
            mails.stop();
        }
        assertThat(objection(port, "none", "candor", "hush")).isPresent();
        try (var server = new Scripted("220 hello", "250 here", "421 too busy")) {
            assertThat(objection(server.port(), "none", "", ""))
                    .hasValueSatisfying(why -> assertThat(why).contains("hung up"));
        }
        try (var server = new Scripted("554 not you")) {
            assertThat(objection(server.port(), "none", "", "")).isPresent();
        }
    }

    /// It greets well and takes no mail from us.
    @Test
    void a_server_that_refuses_our_address_cannot_take_a_mail_and_its_words_are_told() throws Exception {
        for (String refusal :
                List.of("530 5.7.0 log in first", "550 5.7.1 we know no such sender", "451 4.3.0 not now")) {
            try (var server = new Scripted("220 hello", "250 here", "250 still", refusal, "250 as you like")) {
                assertThat(objection(server.port(), "none", "", ""))
                        .hasValueSatisfying(why ->
                                assertThat(why).contains("candor@shop.example").contains(refusal));
            }
        }
        try (var server = new Scripted("220 hello", "250 here", "250 still", "250 yes", "250 forgotten", "221 bye")) {
            assertThat(objection(server.port(), "none", "", "")).isEmpty();
            assertThat(server.heard())
                    .contains("MAIL FROM:<candor@shop.example>", "RSET")
                    .noneMatch("DATA"::equals);
        }
        try (var server = new Scripted("220 hello", "250 here", "250 still")) {
            assertThat(objection(server.port(), "none", "", ""))
                    .hasValueSatisfying(why -> assertThat(why).contains("hung up"));
        }
    }

    /// The certificate is nobody's: a server that cannot prove its name gets no mail and no password.
    @Test
    void a_server_whose_certificate_nobody_vouches_for_gets_nothing() throws Exception {
        var mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        mails.start();
        try {
            assertThat(send(mails.getSmtps().getPort(), "tls", "candor", "hush"))
                    .isInstanceOf(SendResult.TryLater.class);
            assertThat(mails.getReceivedMessages()).isEmpty();
        } finally {
            mails.stop();
        }
    }

    @Test
    void what_must_be_encrypted_is_not_sent_in_clear() throws Exception {
        try (var server = new Scripted("220 hello", "250-here\r\n250 AUTH PLAIN")) {
            assertThat(send(server.port(), "starttls", "candor", "hush")).isInstanceOf(SendResult.TryLater.class);
            assertThat(server.heard()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void five_hundreds_never_work_and_everything_else_may_tomorrow() throws Exception {
        try (var server = new Scripted("220 hello", "250 here", "250 yes", "550 5.1.1 no such mailbox")) {
            assertThat(send(server.port(), "none", "", ""))
                    .isInstanceOfSatisfying(
                            SendResult.NeverWorks.class,
                            never -> assertThat(never.why()).contains("no such mailbox"));
        }
        try (var server = new Scripted("220 hello", "250 here", "250 yes", "451 4.7.1 greylisted")) {
            assertThat(send(server.port(), "none", "", ""))
                    .isInstanceOfSatisfying(
                            SendResult.TryLater.class,
                            later -> assertThat(later.why()).contains("greylisted"));
        }
        try (var server = new Scripted("220 hello", "250 here", "250 yes", "250 yes", "354 go on", "554 it is spam")) {
            assertThat(send(server.port(), "none", "", "")).isInstanceOf(SendResult.NeverWorks.class);
        }
        try (var server = new Scripted("554 not you")) {
            assertThat(send(server.port(), "none", "", "")).isNotInstanceOf(SendResult.Accepted.class);
        }
    }

    @Test
    void a_server_that_breaks_off_anywhere_is_tried_again() throws Exception {
        List<String> answers = List.of("220 hello", "250 here", "250 yes", "250 yes", "354 go on");
        for (int until = 0; until <= answers.size(); until++) {
            try (var server = new Scripted(answers.subList(0, until).toArray(String[]::new))) {
                assertThat(send(server.port(), "none", "", ""))
                        .as("after " + until + " answers")
                        .isInstanceOf(SendResult.TryLater.class);
            }
        }
    }

    /// Answers one line after the other, whatever it hears (after `354` it listens until the dot), and hangs up.
    private static final class Scripted implements AutoCloseable {
        private final ServerSocket listener;
        private final List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();

        Scripted(String... answers) throws IOException {
            listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> serve(answers));
        }

        int port() {
            return listener.getLocalPort();
        }

        List<String> heard() {
            return heard;
        }

        private void serve(String... answers) {
            try (Socket socket = listener.accept()) {
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                for (int i = 0; i < answers.length; i++) {
                    if (i > 0 && !listen(in, answers[i - 1].startsWith("354"))) {
                        return;
                    }
                    socket.getOutputStream().write((answers[i] + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                // What is said after the last answer is heard, so that hanging up loses none of our words.
                if (answers.length > 0) {
                    listen(in, answers[answers.length - 1].startsWith("354"));
                }
            } catch (IOException gone) {
                // the client hung up first
            }
        }

        private boolean listen(BufferedReader in, boolean untilDot) throws IOException {
            String line = in.readLine();
            while (untilDot && line != null && !line.equals(".")) {
                line = in.readLine();
            }
            if (line != null) {
                heard.add(line);
            }
            return line != null;
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
