package dev.candor.lab.d16;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.CandorNode;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Round;
import dev.candor.lab.run.Sightings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Candor with one token per role, and a deploy that breaks its roles.
final class RolesMiniature implements Miniature {
    private final Round round;
    private final Path home;
    private final CandorNode node;
    private final Matrix matrix;
    private final Map<String, String> tokens;
    private final Duration every;
    private List<Cell> wrongBefore = List.of();
    private List<Cell> wrongDuring = List.of();
    private List<Cell> wrongAfter = List.of();
    private Optional<Instant> harmedAt = Optional.empty();

    private RolesMiniature(
            Round round, Path home, CandorNode node, Matrix matrix, Map<String, String> tokens, Duration every) {
        this.round = round;
        this.home = home;
        this.node = node;
        this.matrix = matrix;
        this.tokens = tokens;
        this.every = every;
    }

    /// @param every how often each list of cells is walked by Candor
    static RolesMiniature start(Round round, Duration every) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("candor-roles");
        CandorNode node;
        try {
            node = CandorNode.start(home, "people: []\n", Map.of(), round.clock());
        } catch (IOException | InterruptedException | IllegalStateException broken) {
            Folders.delete(home);
            throw broken;
        }
        var tokens = new HashMap<>(Map.of("admin", CandorNode.TOKEN));
        for (String role : List.of("viewer", "responder")) {
            String body = Json.write(Json.object("name", "walks-as-" + role, "role", role));
            tokens.put(
                    role, String.valueOf(node.ask("POST", "/api/tokens", body).get("token")));
        }
        var miniature = new RolesMiniature(round, home, node, Matrix.declaredBy(node), tokens, every);
        miniature.wrongBefore = miniature.matrix.wrong(node, tokens);
        return miniature;
    }

    @Override
    public Map<String, String> values() {
        return Map.of(
                "NODE",
                node.console().toString(),
                "VIEWER",
                tokens.getOrDefault("viewer", ""),
                "RESPONDER",
                tokens.getOrDefault("responder", ""),
                "EVERY",
                every.toSeconds() + "s");
    }

    @Override
    public void strike() throws IOException, InterruptedException {
        Path build = OnlyLooking.build(home);
        node.kill();
        node.restart(build);
        harmedAt = Optional.of(round.clock().wall().instant());
        wrongDuring = matrix.wrong(node, tokens);
    }

    @Override
    public Optional<Instant> harmedAt() {
        return harmedAt;
    }

    @Override
    public void mend() throws IOException, InterruptedException {
        node.kill();
        node.restart();
        wrongAfter = matrix.wrong(node, tokens);
    }

    @Override
    public long userErrors() {
        return 0;
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        return Json.object(
                "cells",
                matrix.size(),
                "wrong",
                wrongBefore.size() + wrongAfter.size(),
                "wrong_in_bug_build",
                wrongDuring.size());
    }

    @Override
    public List<String> missed(Mode mode, Sightings seen) {
        var missed = new ArrayList<String>();
        wrongBefore.stream().limit(10).forEach(cell -> missed.add("not as declared: " + cell));
        wrongAfter.stream().limit(10).forEach(cell -> missed.add("not as declared after the mend: " + cell));
        if (mode != Mode.CONTROL) {
            if (wrongDuring.isEmpty()) {
                missed.add("the walk finds nothing wrong in the bug build: the fault is no fault");
            }
            wrongDuring.stream()
                    .filter(Cell::allowed)
                    .limit(10)
                    .forEach(cell -> missed.add("the bug build takes something away: " + cell));
            if (!seen.says("viewers-may-look-only") || !seen.says("responders-change-no-people")) {
                missed.add("the alerts do not name both roles that may too much");
            }
        }
        return missed;
    }

    @Override
    public void close() {
        node.close();
        Folders.delete(home);
    }
}
