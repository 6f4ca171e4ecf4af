package dev.candor.probe.sql;

import dev.candor.probe.net.AddressText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/// Made by the driver, by name: its sockets go to the one address that was looked up and guarded before, whatever
/// the driver makes of the host's name.
public final class GuardedSockets extends SocketFactory {
    private final InetAddress only;

    /// @param address a literal address
    public GuardedSockets(String address) {
        only = AddressText.parse(address).orElseThrow();
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint) throws IOException {
                connect(endpoint, 0);
            }

            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                int port = endpoint instanceof InetSocketAddress address ? address.getPort() : -1;
                super.connect(new InetSocketAddress(only, port), timeout);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected(port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected(port);
    }

    private Socket connected(int port) throws IOException {
        return new Socket(only, port);
    }
}
