package dev.candor.detect.location;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.location.VoteStore.Place;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.Verdict;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.testing.AwayDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotesTest {
    private static final Instant T0 = Instant.parse("2026-03-02T03:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<Place, MonitorState> views = new HashMap<>();
    private final VoteStore store = new VoteStore();

    /// How many of the next rows can be read before the ledger goes away.
    private int readable = Integer.MAX_VALUE;

    @SuppressWarnings("NullAway.Init")
    private Database rows;

    @SuppressWarnings("NullAway.Init")
    private AwayDatabase ledger;

    @BeforeEach
    void open(@TempDir Path folder) {
        rows = TestDatabases.sqlite(Schema.LEDGER, folder);
        ledger = new AwayDatabase(rows);
    }

    @AfterEach
    void close() {
        rows.close();
    }

    private Expectations expectations() {
        var before = rows.read(tx -> Expectations.Before.of(tx, Map.of()));
        return new Expectations(T0, () -> before, Map::of);
    }

    private Notes notes() {
        return new Notes(ledger, expectations());
    }

    private static Place place(int number) {
        return new Place(new UUID(0, number), "eu");
    }

    private void look(Notes notes, Place place, int second) {
        views.put(place, MonitorState.unseen(T0).lookedAt(T0.plusSeconds(second)));
        notes.looked(place, MINUTE);
    }

    private void note(Notes notes, int second) {
        notes.note(
                place -> {
                    if (readable-- <= 0) {
                        ledger.away(true);
                    }
                    return Optional.ofNullable(views.get(place));
                },
                true,
                T0.plusSeconds(second));
    }

    private long count(String table) {
        return rows.read(tx -> tx.count("SELECT count(*) AS n FROM " + table));
    }

    private Optional<Instant> allNoted() {
        return rows.read(store::noted);
    }

    private long notedSecond(Place place) {
        return rows.read(tx -> store.state(tx, place.monitor(), place.location()))
                .map(view -> Duration.between(T0, view.lookedAt()).toSeconds())
                .orElse(-1L);
    }

    @Test
    void many_looks_are_noted_in_pieces_and_what_was_not_is_noted_the_next_time() {
        Notes notes = notes();
        for (int i = 0; i < 1_200; i++) {
            look(notes, place(i), 0);
        }
        readable = 1_200 + Notes.PIECE; // each is asked for once more when it is written
        note(notes, 1);
        assertThat(count("vote")).isEqualTo(2L * Notes.PIECE);
        assertThat(allNoted()).as("not all are noted").isEmpty();

        readable = Integer.MAX_VALUE;
        ledger.away(false);
        note(notes, 11);
        assertThat(count("vote")).isEqualTo(1_200);
        assertThat(allNoted()).contains(T0.plusSeconds(11));
    }

    @Test
    void a_look_is_noted_again_when_the_noted_one_is_older_than_a_quarter_of_what_is_believed() {
        Notes notes = notes();
        look(notes, place(1), 0);
        note(notes, 1);
        look(notes, place(1), 10);
        note(notes, 15);
        assertThat(notedSecond(place(1))).isZero();
        note(notes, 16);
        assertThat(notedSecond(place(1))).isEqualTo(10);

        look(notes, place(1), 17);
        views.computeIfPresent(place(1), (_, view) -> withVerdict(view));
        note(notes, 18);
        assertThat(notedSecond(place(1))).as("another verdict").isEqualTo(17);
        look(notes, place(1), 3);
        note(notes, 19);
        assertThat(notedSecond(place(1))).as("the clock was set back").isEqualTo(3);
    }

    private static MonitorState withVerdict(MonitorState view) {
        return MonitorState.of(Verdict.UP, view.since(), view.json());
    }

    @Test
    void who_was_forgotten_and_looks_again_is_noted_anew() {
        Notes notes = notes();
        look(notes, place(1), 0);
        note(notes, 1);
        notes.forget(place -> true);
        assertThat(count("vote")).isZero();
        look(notes, place(1), 2);
        note(notes, 3);
        assertThat(notedSecond(place(1))).isEqualTo(2);
    }

    private void storeWait(Place place) {
        var _ = rows.inTransaction(tx -> {
            store.await(tx, place, new Wait.Rest(MINUTE, false, false));
            return true;
        });
    }

    @Test
    void waits_that_somebody_else_noted_stay() {
        Notes notes = notes();
        storeWait(place(1));
        note(notes, 1);
        assertThat(count("awaited")).isOne();
    }

    @Test
    void waits_of_before_the_start_are_cleaned_also_when_nobody_looks() {
        storeWait(place(1));
        storeWait(place(2));
        Expectations expectations = expectations();
        var notes = new Notes(ledger, expectations);
        notes.note(views -> Optional.empty(), false, T0.plusSeconds(1));
        assertThat(count("awaited")).isEqualTo(2);
        expectations.keepOnly(Map.of());
        ledger.away(true);
        notes.note(views -> Optional.empty(), false, T0.plusSeconds(11));
        ledger.away(false);
        notes.note(views -> Optional.empty(), false, T0.plusSeconds(21));
        assertThat(count("awaited")).isZero();
        assertThat(allNoted()).isEmpty();
    }
}
