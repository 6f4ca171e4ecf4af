package dev.candor.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.base.ids.Randomness;
import dev.candor.platform.secret.SecretBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Passwords, guessing, and secrets at rest.
class SecretsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");

    @TempDir
    Path folder;

    @Test
    void a_password_is_verified_by_its_hash_and_an_unknown_person_takes_the_same_way() {
        try (var passwords = new Passwords()) {
            String hash = passwords.hash("correct horse");
            assertThat(hash).startsWith("$argon2id$").isNotEqualTo(passwords.hash("correct horse"));
            assertThat(passwords.verify("correct horse", Optional.of(hash))).isTrue();
            assertThat(passwords.verify("correct hors", Optional.of(hash))).isFalse();
            assertThat(passwords.verify("correct horse", Optional.empty())).isFalse();
            assertThat(passwords.verify("x".repeat(10_000), Optional.of(hash))).isFalse();
        }
    }

    @Test
    void weak_passwords_are_objected_to() {
        assertThat(Passwords.objection("short")).isPresent();
        assertThat(Passwords.objection("aaaaaaaaaaaaaa")).isPresent();
        assertThat(Passwords.objection("x".repeat(300))).isPresent();
        assertThat(Passwords.objection("correct horse")).isEmpty();
    }

    @Test
    void guessing_is_stopped_after_ten_failures_for_a_quarter_of_an_hour() {
        var attempts = new Attempts();
        for (int i = 0; i < 10; i++) {
            assertThat(attempts.exhausted("192.0.2.9", NOW)).isFalse();
            attempts.failed("192.0.2.9", NOW.plusSeconds(i));
        }
        assertThat(attempts.exhausted("192.0.2.9", NOW.plusSeconds(20))).isTrue();
        assertThat(attempts.exhausted("192.0.2.8", NOW.plusSeconds(20))).isFalse();
        assertThat(attempts.exhausted("192.0.2.9", NOW.plusSeconds(900))).isFalse();
        attempts.succeeded("192.0.2.9");
        assertThat(attempts.exhausted("192.0.2.9", NOW.plusSeconds(20))).isFalse();
    }

    @Test
    void what_is_sealed_opens_with_its_key_only_and_keys_rotate() {
        byte[] old = new byte[32];
        byte[] young = new byte[32];
        young[0] = 1;
        var before = new SecretBox(List.of(old), Randomness.seeded(1));
        var after = new SecretBox(List.of(young, old), Randomness.seeded(2));
        String sealed = before.seal("pass word \u00fc");
        assertThat(SecretBox.isSealed(sealed)).isTrue();
        assertThat(after.open(sealed)).contains("pass word \u00fc");
        assertThat(before.open(after.seal("new"))).isEmpty();
        assertThat(before.seal("same")).isNotEqualTo(before.seal("same"));
        for (int i = 16; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(before.open(sealed.substring(0, i) + other + sealed.substring(i + 1)))
                    .isNotEqualTo(Optional.of("pass word x"));
        }
        assertThat(before.open("in clear")).contains("in clear");
        assertThatThrownBy(() -> new SecretBox(List.of(), Randomness.seeded(1))).hasMessageContaining("secrets-key");
        assertThatThrownBy(() -> new SecretBox(List.of(new byte[16]), Randomness.seeded(1)))
                .hasMessageContaining("32 bytes");
    }

    @Test
    void a_key_file_is_made_once_for_its_owner_only() throws IOException {
        Path file = folder.resolve("secrets.key");
        String sealed = SecretBox.fromFile(file, Randomness.seeded(1)).seal("x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SecretBox.fromFile(file, Randomness.seeded(9)).open(sealed)).contains("x");
        Files.writeString(file, "not hex\n");
        assertThatThrownBy(() -> SecretBox.fromFile(file, Randomness.seeded(1))).hasMessageContaining("64 hex digits");
    }
}
