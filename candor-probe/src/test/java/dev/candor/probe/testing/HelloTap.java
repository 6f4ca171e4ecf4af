package dev.candor.probe.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Passes connections on to a TLS server and looks at each client's hello (RFC 8446, section 4.1.2).
public final class HelloTap implements AutoCloseable {
    private static final int SESSION_TICKET = 35;
    private static final int PRE_SHARED_KEY = 41;
    private final ServerSocket listener;
    private final int behind;
    private final List<Boolean> resumptions = new CopyOnWriteArrayList<>();

    public HelloTap(int behind) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        this.behind = behind;
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// For each connection so far whether its hello offered to go on with an earlier session.
    public List<Boolean> resumptions() {
        return resumptions;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> pass(client));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void pass(Socket client) {
        try (client;
                var server = new Socket(listener.getInetAddress(), behind)) {
            InputStream in = client.getInputStream();
            byte[] head = in.readNBytes(5);
            byte[] hello = in.readNBytes((head[3] & 0xff) << 8 | head[4] & 0xff);
            resumptions.add(offersResumption(ByteBuffer.wrap(hello)));
            OutputStream out = server.getOutputStream();
            out.write(head);
            out.write(hello);
            Thread back = Thread.ofVirtual().start(() -> pump(server, client));
            pump(client, server);
            back.join();
        } catch (IOException gone) {
            // one side had enough
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // one side had enough
        }
    }

    /// In TLS 1.2 also a session id would be such an offer; TLS 1.3 sends a random one to look alike.
    private static boolean offersResumption(ByteBuffer hello) {
        hello.position(4 + 2 + 32);
        hello.position(hello.position() + 1 + (hello.get(hello.position()) & 0xff)); // session id
        hello.position(hello.position() + 2 + hello.getShort(hello.position())); // cipher suites
        hello.position(hello.position() + 1 + hello.get(hello.position())); // compression
        hello.getShort();
        while (hello.remaining() >= 4) {
            int type = hello.getShort();
            int length = hello.getShort();
            if (type == PRE_SHARED_KEY || type == SESSION_TICKET && length > 0) {
                return true;
            }
            hello.position(hello.position() + length);
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
