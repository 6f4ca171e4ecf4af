package dev.candor.app.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.document.Place;
import dev.candor.catalog.document.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Forms read back what they show.
final class PostedTest {
    private static final Map<String, List<String>> NAMES =
            Map.of("people", List.of("ana", "ben"), "schedules", List.of("primary"), "channels", List.of("room"));

    /// What a browser would send for what is shown.
    private static Map<String, List<String>> sent(FormView view) {
        var fields = new LinkedHashMap<String, List<String>>();
        view.groups().forEach(group -> group.fields().forEach(field -> send(field, fields)));
        return fields;
    }

    private static void send(FieldView view, Map<String, List<String>> fields) {
        switch (view.field().input()) {
            case Input.Rows _ ->
                view.rows().forEach(row -> {
                    fields.put(row.name() + ".@at", List.of(row.at()));
                    row.fields().forEach(field -> send(field, fields));
                });
            case Input.Keyed _ -> {
                fields.put(view.name() + ".kind", List.of(view.value()));
                fields.put(view.name() + ".value", List.of(view.other()));
            }
            case Input.Flag _ -> {
                if (view.has("true")) {
                    fields.put(view.name(), List.of("true"));
                }
            }
            default -> {
                if (!view.values().isEmpty()) {
                    fields.put(view.name(), view.values());
                }
            }
        }
    }

    private static FormView shown(Form form, Map<String, @Nullable Object> tree) {
        return FormView.of(
                form.shape(tree).groups(), tree, NAMES, "", form.kind().singular(), List.of());
    }

    private static Map<String, @Nullable Object> row(Object... pairs) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            row.put(pairs[i].toString(), pairs[i + 1]);
        }
        return row;
    }

    @Test
    void what_is_shown_and_sent_back_untouched_is_the_same_document() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var steps = new ArrayList<@Nullable Object>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                Map<String, @Nullable Object> step =
                        row("notify", List.of(row("person", "ana"), row("schedule", "primary")));
                if (random.nextBoolean()) {
                    step.put("then-after", random.nextInt(1, 60) + "m");
                }
                if (random.nextBoolean()) {
                    step.put("of-another-time", row("kept", (long) i));
                }
                steps.add(step);
            }
            Map<String, @Nullable Object> document =
                    row("name", "usual", "repeat", 2L, "steps", steps, "unknown", true);
            FormView view = shown(Forms.POLICY, document);
            assertThat(Posted.clean(new Posted(sent(view))
                            .over(Forms.POLICY.shape(document).fields(), document)))
                    .as("seed " + seed)
                    .isEqualTo(document);
        }
    }

    @Test
    void a_row_taken_away_leaves_the_others_what_they_had() {
        Map<String, @Nullable Object> document = row(
                "name", "ana",
                "email", "ana@shop.example",
                "contact",
                        List.of(
                                row("email", "one@shop.example", "note", "first"),
                                row("email", "two@shop.example", "after", "5m", "note", "second")));
        var sent = sent(shown(Forms.PERSON, document));
        sent.keySet().removeIf(name -> name.startsWith("contact.0."));
        Map<String, @Nullable Object> left =
                Posted.clean(new Posted(sent).over(Forms.PERSON.shape(document).fields(), document));
        assertThat(left.get("contact"))
                .isEqualTo(List.of(row("email", "two@shop.example", "after", "5m", "note", "second")));
    }

    @Test
    void a_problem_stands_at_the_nearest_field() {
        var tree = row("name", "ana", "contact", List.of(row("ntfy", "x", "after", "soon")));
        var place = new Place("form", 0);
        FormView view = FormView.of(
                Forms.PERSON.shapes().getFirst().groups(),
                tree,
                NAMES,
                "",
                "person",
                List.of(
                        new Problem(place, "person.contact[0].ntfy", "no address"),
                        new Problem(place, "person.contact[0].after", "no time"),
                        new Problem(place, "person.email", "is missing"),
                        new Problem(place, "person", "unknown key `x`"),
                        new Problem(place, "ana", "belongs to a file")));
        assertThat(view.wrong()).containsExactly("unknown key `x`", "ana: belongs to a file");
        FieldView contact = view.groups().get(1).fields().getFirst();
        assertThat(contact.rows().getFirst().fields().get(0).problems()).containsExactly("no address");
        assertThat(contact.rows().getFirst().fields().get(1).problems()).containsExactly("no time");
        assertThat(view.groups().getFirst().fields().get(1).problems()).containsExactly("is missing");
    }

    @Test
    void a_value_the_form_does_not_offer_stays_chosen() {
        var tree = row("name", "odd", "method", "PURGE", "service", "gone");
        var sent = sent(shown(Forms.MONITOR, tree));
        assertThat(sent).containsEntry("method", List.of("PURGE")).containsEntry("service", List.of("gone"));
        assertThat(new Posted(sent).over(Forms.MONITOR.shape(tree).fields(), tree))
                .isEqualTo(tree);
    }
}
