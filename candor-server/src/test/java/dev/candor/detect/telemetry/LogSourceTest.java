package dev.candor.detect.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.Objective;
import dev.candor.catalog.Service;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.telemetry.format.Field;
import dev.candor.telemetry.format.FieldMap.Source;
import dev.candor.telemetry.format.Meaning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogSourceTest {
    private final List<Problem> problems = new ArrayList<>();

    private <T> T read(Kind<T> kind, String yaml) {
        Node node = Nodes.yaml("a.yaml", yaml, Map.of(), problems);
        Reading in = Reading.of(node, kind.plural(), problems, new ArrayList<>());
        T value = kind.reader().apply(in);
        in.finish();
        return value;
    }

    @Test
    void a_source_says_where_every_field_stands() {
        LogSource source = read(LogSource.KIND, """
                name: shop-nginx
                service: shop
                from: [10.0.0.0/8]
                tag: nginx
                format: '$remote_addr [$time_local] "$request" $status'
                customer: host
                region: eu-1
                host: header.x-host
                route: backend
                keys: {took: latency-millis}
                failures: {status: 400, slower-than: 2s}
                """);
        assertThat(problems).isEmpty();
        assertThat(source.templates()).hasSize(1);
        assertThat(source.fields().customer()).isEqualTo(new Source.Same(Field.HOST));
        assertThat(source.fields().region()).isEqualTo(new Source.Fixed("eu-1"));
        assertThat(source.fields().host()).isEqualTo(new Source.Header("x-host"));
        assertThat(source.fields().route()).isEqualTo(new Source.Same(Field.BACKEND));
        assertThat(source.fields().keys()).containsEntry("took", Meaning.LATENCY_MILLIS);
        assertThat(source.failures().failed(404, 10, false)).isTrue();
        assertThat(source.failures().failed(200, 2_000_001, false)).isTrue();
    }

    @Test
    void every_mistake_is_said_with_its_place() {
        read(LogSource.KIND, """
                name: x
                service: shop
                from: [10.0.0.1/8]
                format: '$remote_addr$status'
                customer: planet
                keys: {a: colour}
                time-zone: Mars
                failures: {status: 200}
                tagg: y
                """);
        assertThat(problems)
                .extracting(problem -> problem.place().line())
                .containsExactlyInAnyOrder(3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void an_objective_is_three_nines_over_thirty_days_unless_something_else_is_said() {
        assertThat(read(Service.KIND, "name: shop").objective()).contains(Objective.USUAL);
        assertThat(read(Service.KIND, "{name: shop, objective: none}").objective())
                .isEmpty();
        assertThat(read(Service.KIND, "{name: shop, objective: {target: 99.5%, period: 7d}}")
                        .objective())
                .contains(new Objective(0.995, Duration.ofDays(7)));
        assertThat(problems).isEmpty();
        read(Service.KIND, "{name: shop, objective: {target: 100%}, sudden: maybe}");
        assertThat(problems).hasSize(2);
    }
}
