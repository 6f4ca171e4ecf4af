package dev.candor.lab.parts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A mail server as far as a sender sees it (RFC 5321: EHLO, MAIL, RCPT, DATA, QUIT), on loopback. With its inbox
/// closed it greets with 421.
public final class MailServer implements AutoCloseable {
    private static final int TIMEOUT = 10_000;

    private final ServerSocket server;
    private final Inbox inbox;

    public MailServer(LabClock clock) throws IOException {
        this.inbox = new Inbox(clock);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("mail").start(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("mail").start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                var out = socket.getOutputStream()) {
            socket.setSoTimeout(TIMEOUT);
            Writer answers = new java.io.OutputStreamWriter(out, StandardCharsets.UTF_8);
            if (!inbox.isOpen()) {
                inbox.refuse();
                say(answers, "421 4.3.2 not now");
                return;
            }
            say(answers, "220 mail.shop.example");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String word = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
                switch (word) {
                    case "EHLO", "HELO", "MAIL", "RCPT", "RSET", "NOOP" -> say(answers, "250 ok");
                    case "DATA" -> {
                        say(answers, "354 go on");
                        inbox.take(letter(in));
                        say(answers, "250 taken");
                    }
                    case "QUIT" -> {
                        say(answers, "221 bye");
                        return;
                    }
                    default -> say(answers, "502 not here");
                }
            }
        } catch (IOException gone) {
            // the sender tries again
        }
    }

    private static String letter(BufferedReader in) throws IOException {
        var text = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private static void say(Writer out, String line) throws IOException {
        out.write(line + "\r\n");
        out.flush();
    }

    public int port() {
        return server.getLocalPort();
    }

    public Inbox inbox() {
        return inbox;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException closedEnough) {
            // nothing more to do
        }
    }
}
