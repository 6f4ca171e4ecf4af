package dev.candor.detect.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.telemetry.TcpPlaces.Place;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TcpPlacesTest {
    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");

    private final TcpPlaces places = new TcpPlaces();
    private final List<String> closed = new ArrayList<>();

    private @Nullable Place enter(int address, String name, Instant now) {
        try {
            return places.enter(
                    InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) address}), () -> closed.add(name), now);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private List<Place> all(int address, int count) {
        var entered = new ArrayList<Place>();
        for (int i = 0; i < count; i++) {
            entered.add(Objects.requireNonNull(enter(address, address + "/" + i, T0)));
        }
        return entered;
    }

    @Test
    void while_there_is_room_one_address_may_have_all_of_it() {
        all(1, TcpPlaces.MOST);
        assertThat(closed).isEmpty();
        assertThat(places.refused()).isZero();
        assertThat(enter(1, "one more", T0.plusSeconds(5))).isNull();
        assertThat(places.refused()).isEqualTo(1);
    }

    @Test
    void who_has_more_than_its_share_makes_room_for_another_whatever_it_just_said_and_that_is_counted() {
        List<Place> own = all(1, TcpPlaces.MOST);
        for (int i = 0; i < own.size(); i++) {
            own.get(i).heard(T0.plusSeconds(i == 7 ? 3 : 4));
        }
        for (int i = 0; i < TcpPlaces.OF_ONE; i++) {
            assertThat(enter(2, "another", T0.plusSeconds(5))).isNotNull();
        }
        assertThat(closed).hasSize(TcpPlaces.OF_ONE).startsWith("1/7").noneMatch("another"::equals);
        assertThat(places.evicted()).isEqualTo(TcpPlaces.OF_ONE);
        assertThat(places.refused()).isZero();
        assertThat(enter(2, "beyond its share", T0.plusSeconds(5))).isNull();
        assertThat(places.refused()).isEqualTo(1);
    }

    @Test
    void who_has_its_share_closes_its_own_idlest_when_all_are_taken() {
        List<Place> own = all(1, TcpPlaces.MOST);
        for (int i = 0; i < own.size(); i++) {
            own.get(i).heard(T0.plusSeconds(i == 7 ? 10 : 60 + i));
        }
        assertThat(enter(1, "new", T0.plusSeconds(120))).isNotNull();
        assertThat(closed).containsExactly("1/7");
        assertThat(places.size()).isEqualTo(TcpPlaces.MOST);
        places.leave(own.get(7)); // its thread ends later
        assertThat(places.size()).isEqualTo(TcpPlaces.MOST);
    }

    @Test
    void when_all_are_taken_the_address_that_has_most_makes_room() {
        for (int address = 1; address <= 9; address++) {
            all(address, TcpPlaces.OF_ONE);
        }
        all(10, TcpPlaces.OF_ONE - 1);
        all(11, 1);
        assertThat(enter(12, "too early", T0.plusSeconds(5))).isNull();
        Place place = enter(12, "new", T0.plusSeconds(60));
        assertThat(place).isNotNull();
        assertThat(closed).singleElement().asString().doesNotStartWith("10/").doesNotStartWith("11/");
        assertThat(places.size()).isEqualTo(TcpPlaces.MOST);
    }
}
