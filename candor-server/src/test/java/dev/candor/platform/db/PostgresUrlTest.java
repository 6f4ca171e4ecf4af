package dev.candor.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresUrlTest {
    @Test
    void the_form_of_libpq_is_taken_with_its_escapes() {
        PostgresUrl url = PostgresUrl.parse("postgres://candor:p%40ss+w%3Ard@db1.example:5433,db2.example/candor?a=b");
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db1.example:5433,db2.example/candor?a=b");
        assertThat(url.user()).isEqualTo(Optional.of("candor"));
        assertThat(url.password()).isEqualTo(Optional.of("p@ss+w:rd"));
        assertThat(url.toString()).doesNotContain("p@ss");
    }

    @Test
    void the_drivers_form_is_left_as_it_is() {
        String text = "jdbc:postgresql://db.example/candor?user=candor&password=x@y";
        assertThat(PostgresUrl.parse(text)).isEqualTo(new PostgresUrl(text, Optional.empty(), Optional.empty()));
        assertThat(PostgresUrl.parse("postgresql://ana@db.example/candor").user())
                .isEqualTo(Optional.of("ana"));
    }

    @Test
    void anything_else_is_refused_without_repeating_the_password() {
        assertThatThrownBy(() -> PostgresUrl.parse("mysql://root:hush@db.example/x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgresql://user:password@host")
                .hasMessageNotContaining("hush");
    }
}
