package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.document.Problem;
import dev.candor.testing.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Settings.Loaded file(String yaml, Map<String, String> flags, Map<String, String> environment)
            throws IOException {
        Path file = Files.writeString(folder.resolve("settings.yaml"), yaml);
        return Settings.load(Optional.of(file), flags, environment);
    }

    @Test
    void without_anything_the_documented_defaults_hold() {
        Settings settings = Settings.load(Optional.empty(), Map.of(), Map.of()).settings();
        assertThat(settings.listen().getPort()).isEqualTo(8080);
        assertThat(settings.pageListen().getPort()).isEqualTo(8081);
        assertThat(settings.data()).isEqualTo(Path.of("data"));
        assertThat(settings.retention().results()).isEqualTo(Duration.ofDays(14));
        assertThat(settings.log()).isEqualTo(new Settings.Log("info", false));
        assertThat(settings.tls()).isEmpty();
    }

    @Test
    void a_flag_beats_a_variable_and_a_variable_beats_the_file() throws IOException {
        String yaml = "listen: 127.0.0.1:1\npage-listen: 127.0.0.1:2\nconsole-url: https://a.example\n";
        Settings.Loaded loaded = file(
                yaml,
                Map.of("listen", "127.0.0.1:5"),
                Map.of("CANDOR_LISTEN", "127.0.0.1:3", "CANDOR_PAGE_LISTEN", "127.0.0.1:4"));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.settings().listen().getPort()).isEqualTo(5);
        assertThat(loaded.settings().pageListen().getPort()).isEqualTo(4);
        assertThat(loaded.settings().consoleUrl()).hasToString("Optional[https://a.example]");
    }

    @Test
    void lists_and_groups_come_from_variables_too() throws Exception {
        PemFiles files = PemFiles.create(folder, "own", "console.example");
        Settings.Loaded loaded = Settings.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "CANDOR_NETWORK_ALLOW",
                        "10.0.0.0/8, 127.0.0.1:8000",
                        "CANDOR_TRUSTED_PROXIES",
                        "10.0.0.0/8,fd00::/8",
                        "CANDOR_TLS_CERTIFICATE",
                        files.certificate.toString(),
                        "CANDOR_TLS_KEY",
                        files.key.toString(),
                        "CANDOR_RETENTION_RESULTS",
                        "3d",
                        "CANDOR_SMTP_HOST",
                        "mail.example",
                        "CANDOR_SMTP_FROM",
                        "candor@example.com",
                        "CANDOR_LOG",
                        "debug"));
        assertThat(loaded.problems()).isEmpty();
        Settings settings = loaded.settings();
        assertThat(settings.networkAllow()).containsExactly("10.0.0.0/8", "127.0.0.1:8000");
        assertThat(settings.trustedProxies()).containsExactly("10.0.0.0/8", "fd00::/8");
        assertThat(settings.tls()).hasSize(1);
        assertThat(settings.retention().results()).isEqualTo(Duration.ofDays(3));
        assertThat(settings.smtp()).hasValueSatisfying(smtp -> {
            assertThat(smtp.host()).isEqualTo("mail.example");
            assertThat(smtp.port()).isEqualTo(587);
        });
        assertThat(settings.log().level()).isEqualTo("debug");
    }

    @Test
    void half_of_what_belongs_together_names_the_variable_that_is_missing_once() {
        assertThat(variables("CANDOR_TLS_CERTIFICATE", "cert.pem"))
                .containsExactly(
                        "CANDOR_TLS_CERTIFICATE: settings.tls.key: is missing: set CANDOR_TLS_KEY too, or unset CANDOR_TLS_CERTIFICATE");
        assertThat(variables("CANDOR_TLS_KEY", "key.pem"))
                .containsExactly(
                        "CANDOR_TLS_KEY: settings.tls.certificate: is missing: set CANDOR_TLS_CERTIFICATE too, or unset CANDOR_TLS_KEY");
        assertThat(variables("CANDOR_SMTP_HOST", "mail.example", "CANDOR_SMTP_USER", "candor"))
                .containsExactly(
                        "CANDOR_SMTP_HOST, CANDOR_SMTP_USER: settings.smtp.from: is missing: set CANDOR_SMTP_FROM too, or unset CANDOR_SMTP_HOST, CANDOR_SMTP_USER");
        assertThat(variables("CANDOR_TLS_CERTIFICATE", "nope.pem", "CANDOR_TLS_KEY", "nope.key"))
                .containsExactly(
                        "CANDOR_TLS_CERTIFICATE, CANDOR_TLS_KEY: settings.tls: nope.pem cannot be read: there is no such file");
        assertThat(variables("CANDOR_TLS_CERTIFICATE", folder.toString(), "CANDOR_TLS_KEY", "nope.key"))
                .singleElement()
                .asString()
                .endsWith("cannot be read: it is a directory");
    }

    private static List<String> variables(String... namesAndValues) {
        var environment = new java.util.HashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.load(Optional.empty(), Map.of(), environment).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void every_mistake_is_said_with_its_place() throws IOException {
        List<Problem> problems =
                file("""
                listen: nowhere
                trusted-proxies: [10.0.0.1/8]
                network: {allow: [example]}
                tls:
                  - {certificate: absent.pem, key: absent.key}
                retension: {results: 1d}
                log: loud
                """, Map.of(), Map.of("CANDOR_BOOTSTRAP_TOKEN", "short")).problems();
        assertThat(problems)
                .map(Problem::toString)
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).contains("settings.yaml:1", "HOST:PORT", "nowhere"),
                        text -> assertThat(text).contains("settings.yaml:2", "write 10.0.0.0/8"),
                        text -> assertThat(text).contains("settings.yaml:3", "'example' is not an address"),
                        text -> assertThat(text).contains("tls", "absent.pem cannot be read"),
                        text -> assertThat(text).contains("settings.yaml:6", "did you mean `retention`"),
                        text -> assertThat(text).contains("settings.yaml:7", "expected one of error, warn"),
                        text -> assertThat(text).contains("5 characters, at least 32"));
    }

    @Test
    void an_entry_of_network_allow_that_opens_nothing_is_a_mistake_with_its_place() throws IOException {
        assertThat(file("network: {allow: [127.0.0.1/32]}", Map.of(), Map.of()).problems())
                .singleElement()
                .asString()
                .contains("network", "127.0.0.1/32", "opens nothing", "127.0.0.1/32:8000-9000");
    }
}
