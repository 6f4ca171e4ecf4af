package dev.candor.lab.d16;

import dev.candor.lab.parts.CandorNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who may do what, as the API itself declares it (`x-least-role` of its OpenAPI document), and the walk through all
/// of it with one token per role.
final class Matrix {
    static final String STRANGER = "stranger";
    /// From least to most.
    static final List<String> ROLES = List.of(STRANGER, "viewer", "responder", "admin");

    private final List<Cell> cells;

    private Matrix(List<Cell> cells) {
        this.cells = List.copyOf(cells);
    }

    /// Read from a node that is as it should be.
    static Matrix declaredBy(CandorNode node) throws IOException, InterruptedException {
        var cells = new ArrayList<Cell>();
        if (node.ask("GET", "/api/openapi.json", "").get("paths") instanceof Map<?, ?> paths) {
            new TreeMap<>(paths).forEach((path, methods) -> {
                if (methods instanceof Map<?, ?> operations) {
                    operations.forEach((method, operation) -> add(cells, path, method, operation));
                }
            });
        }
        if (cells.isEmpty()) {
            throw new IOException("the API declares nothing");
        }
        return new Matrix(cells);
    }

    private static void add(List<Cell> cells, Object path, Object method, @Nullable Object operation) {
        if (operation instanceof Map<?, ?> declared && declared.get("x-least-role") instanceof String least) {
            for (String role : ROLES) {
                cells.add(new Cell(
                        role,
                        String.valueOf(method).toUpperCase(Locale.ROOT),
                        String.valueOf(path),
                        ROLES.indexOf(role) >= ROLES.indexOf(least)));
            }
        }
    }

    int size() {
        return cells.size();
    }

    /// Asks for everything as everybody, the least powerful first, and gives the cells that were answered otherwise
    /// than declared. What is asked for does not exist and bodies say nothing, so nothing comes of what is allowed.
    ///
    /// @param tokens by role
    List<Cell> wrong(CandorNode node, Map<String, String> tokens) throws InterruptedException {
        var wrong = new ArrayList<Cell>();
        for (String role : ROLES) {
            for (Cell cell : cells) {
                if (cell.role().equals(role)) {
                    String path = cell.path().replaceAll("\\{[^}]*}", "none-of-this-name");
                    String body = cell.method().equals("GET") ? "" : "{}";
                    int status = node.status(cell.method(), path, body, tokens.getOrDefault(role, ""));
                    if (!cell.isAnsweredBy(status)) {
                        wrong.add(cell);
                    }
                }
            }
        }
        return wrong;
    }
}
