package dev.candor.detect.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VendorReadingTest {
    private final List<Problem> problems = new ArrayList<>();

    private Vendor read(String yaml) {
        var reading = Reading.of(
                Nodes.yaml("vendors.yaml", yaml, Map.of(), problems), "vendors[mail]", problems, new ArrayList<>());
        Vendor vendor = Vendor.KIND.reader().apply(reading);
        reading.finish();
        return vendor;
    }

    @Test
    void a_name_and_a_page_are_enough() {
        Vendor vendor = read("{name: mail, page: 'https://status.vendor.example'}");
        assertThat(problems).isEmpty();
        assertThat(vendor)
                .isEqualTo(new Vendor(
                        "mail",
                        URI.create("https://status.vendor.example"),
                        Vendor.Format.AUTO,
                        Duration.ofMinutes(1),
                        List.of(),
                        List.of(),
                        Vendor.Tell.INFO));
    }

    @Test
    void every_mistake_is_named_with_its_line() {
        read("""
                name: mail
                page: ftp://status.vendor.example
                format: twitter
                every: 2s
                hosts: [api.vendor.example, "https://api.vendor.example/v1", "*.example", "*"]
                components: [Sending, sending]
                tell: loudly
                color: red
                """);
        assertThat(problems)
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "vendors[mail].page",
                        "vendors[mail].format",
                        "vendors[mail].every",
                        "vendors[mail].hosts",
                        "vendors[mail].hosts",
                        "vendors[mail].hosts",
                        "vendors[mail].components",
                        "vendors[mail].tell",
                        "vendors[mail]");
        assertThat(problems).extracting(problem -> problem.place().line()).contains(2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void a_missing_page_is_a_mistake() {
        read("{name: mail}");
        assertThat(problems).extracting(Problem::message).anyMatch(message -> message.contains("is missing"));
    }

    @Test
    void hosts_are_compared_without_case_and_a_star_means_below() {
        Vendor vendor = read(
                "{name: mail, page: 'https://s.example', hosts: [API.vendor.example, '*.mail.example', '127.0.0.1:8080', '[::1]:99']}");
        assertThat(problems).isEmpty();
        assertThat(List.of("api.vendor.example:443", "Api.Vendor.Example:-1", "a.b.mail.example", "127.0.0.1:8080"))
                .allMatch(vendor::owns);
        assertThat(vendor.owns("[::1]:99")).isTrue();
        assertThat(List.of(
                        "vendor.example:443",
                        "xapi.vendor.example",
                        "mail.example:443",
                        "evilmail.example",
                        "127.0.0.1:8081",
                        "127.0.0.1",
                        "[::1]:98",
                        ""))
                .noneMatch(vendor::owns);
    }
}
