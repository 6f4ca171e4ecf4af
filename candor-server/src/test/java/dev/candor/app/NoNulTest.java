package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.TestDatabases;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A character that no text has, and that PostgreSQL does not store: refused by name, whatever the database.
class NoNulTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void texts_of_people_with_a_nul_are_refused_by_name_and_those_of_machines_put_right(Engine engine)
            throws Exception {
        Map<String, String> more =
                engine == Engine.SQLITE ? Map.of() : Map.of("database-url", TestDatabases.emptyPostgresUrl());
        try (var served = new Served(folder, Role.ADMIN, "nul", more)) {
            served.configure("services: [{name: shop, intake-keys: [0123456789abcdef]}]");
            Served.json(served.send("POST", "/api/incidents", "{\"title\": \"Slow\", \"service\": \"shop\"}"), 201);
            var texts = new LinkedHashMap<String, String>();
            texts.put("PUT /api/incidents/1/postmortem", "{\"body\": \"a\\u0000b\"}");
            texts.put("POST /api/incidents/1/postmortem/review", "{\"body\": \"a\\u0000b\"}");
            texts.put("POST /api/incidents/1/repairs", "{\"what\": \"a\\u0000b\", \"amount\": \"1\"}");
            texts.put("POST /api/incidents/1/notes", "{\"text\": \"a\\u0000b\"}");
            texts.put("POST /api/incidents", "{\"title\": \"a\\u0000b\", \"service\": \"shop\"}");
            texts.put("POST /api/actions", "{\"incident\": 1, \"text\": \"a\\u0000b\"}");
            texts.put("GET /api/actions?owner=a%00b", "");
            for (var text : texts.entrySet()) {
                String[] methodAndPath = text.getKey().split(" ");
                var answer = served.send(methodAndPath[0], methodAndPath[1], text.getValue());
                assertThat(answer.statusCode())
                        .as(text.getKey() + Served.text(answer))
                        .isEqualTo(400);
                assertThat(Served.text(answer)).as(text.getKey()).contains("NUL");
            }
            assertThat(served.send("PUT", "/api/incidents/1/postmortem", "{\"body\": \"a\\u0000b\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(served.send("POST", "/api/incidents/1/repairs", "{\"what\": \"a\\u0000b\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(served.send("POST", "/in/0123456789abcdef/json", "{\"summary\": \"a\\u0000b\"}")
                            .statusCode())
                    .as("an alert is not lost for it")
                    .isEqualTo(202);
        }
    }
}
