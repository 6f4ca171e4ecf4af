package dev.candor.app.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.app.cli.tail.OldFile.Next;
import org.junit.jupiter.api.Test;

class OldFileTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void it_is_left_after_a_second_in_which_nothing_came_and_some_looks() {
        OldFile old = OldFile.NONE.read(true, false, false, 7 * SECOND);
        for (int look = 0; look < 3; look++) {
            old = old.read(true, true, false, (8 + look) * SECOND);
            assertThat(old.next()).isEqualTo(Next.READ);
        }
        assertThat(old.read(true, true, false, 11 * SECOND).next()).isEqualTo(Next.READ_REST);
        assertThat(old.read(true, false, false, 11 * SECOND).next()).isEqualTo(Next.READ);
        OldFile hasty = OldFile.NONE;
        for (int look = 0; look < 1_000; look++) {
            hasty = hasty.read(true, true, false, 7 * SECOND + look);
        }
        assertThat(hasty.next()).isEqualTo(Next.READ);
    }

    @Test
    void its_minute_begins_at_its_end_and_ends_at_its_end() {
        OldFile old = OldFile.NONE;
        for (int second = 0; second < 200; second++) {
            old = old.read(false, false, false, second * SECOND);
            assertThat(old.next()).as("there is more in it").isEqualTo(Next.READ);
        }
        for (int second = 200; second < 260; second++) {
            old = old.read(true, false, false, second * SECOND);
            assertThat(old.next()).isEqualTo(Next.READ);
        }
        assertThat(old.read(false, false, false, 260 * SECOND).next()).isEqualTo(Next.READ);
        assertThat(old.read(true, false, false, 260 * SECOND).next()).isEqualTo(Next.LEAVE);
    }

    @Test
    void time_in_which_nothing_was_taken_does_not_count_and_it_is_read_again_before_it_is_left() {
        OldFile old = OldFile.NONE.read(true, false, false, 0);
        assertThat(old.again(7_200 * SECOND)
                        .read(true, false, false, 7_201 * SECOND)
                        .next())
                .isEqualTo(Next.READ);
        OldFile over = old.read(true, false, false, 60 * SECOND);
        assertThat(over.next()).isEqualTo(Next.LEAVE);
        assertThat(over.again(61 * SECOND).next()).isEqualTo(Next.READ);
    }

    @Test
    void of_a_file_that_is_read_again_later_the_end_is_enough() {
        assertThat(OldFile.NONE.read(false, false, true, 0).next()).isEqualTo(Next.READ);
        assertThat(OldFile.NONE.read(true, false, true, 0).next()).isEqualTo(Next.LEAVE);
    }
}
