package dev.candor.detect.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class UdpDropsTest {
    @Test
    void drops_are_those_of_our_own_socket() {
        List<String> lines = List.of(
                "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
                "  201: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 4711 2 0000000000000000 37",
                "  202: 00000000:158B 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 4712 2 0000000000000000 99");
        assertThat(UdpDrops.of(lines, new InetSocketAddress("127.0.0.1", 5514))).hasValue(37);
        assertThat(UdpDrops.of(lines, new InetSocketAddress("127.0.0.1", 5515))).isEmpty();
    }
}
