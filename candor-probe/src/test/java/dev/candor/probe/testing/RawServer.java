package dev.candor.probe.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that answers with exactly the bytes a test wants, on a loopback port of its own.
public final class RawServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Answer answer;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /// What is done with one request; the connection is closed when it returns false or throws.
    public interface Answer {
        boolean to(String request, Socket socket, OutputStream out) throws IOException;
    }

    public RawServer(Answer answer) {
        this(plainListener(), answer);
    }

    public RawServer(ServerSocket listener, Answer answer) {
        this.listener = listener;
        this.answer = answer;
        Thread.ofVirtual().start(this::accept);
    }

    /// Answers these bytes to everybody and closes.
    public static RawServer saying(String response) {
        return new RawServer((_, _, out) -> {
            out.write(response.getBytes(StandardCharsets.ISO_8859_1));
            return false;
        });
    }

    private static ServerSocket plainListener() {
        try {
            return new ServerSocket(0, 500, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /// How many connections were accepted so far.
    public int connections() {
        return connections.get();
    }

    /// How many connections are open now.
    public int open() {
        return open.size();
    }

    /// The heads of the requests so far.
    public List<String> requests() {
        return requests;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            boolean again = true;
            while (again) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                requests.add(head);
                again = answer.to(head, socket, out);
                out.flush();
            }
        } catch (IOException gone) {
            // the other side had enough
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.append((char) b);
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
