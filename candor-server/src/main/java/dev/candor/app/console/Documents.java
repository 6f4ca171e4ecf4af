package dev.candor.app.console;

import dev.candor.catalog.document.Node;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Catalog documents as text to edit.
final class Documents {
    private Documents() {}

    /// @param masked a document with its secrets as dots
    static String yaml(Object masked) {
        var dump = new Dump(
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build());
        return dump.dumpToString(masked);
    }

    static Optional<String> name(Node document) {
        return document instanceof Node.Mapping mapping && mapping.entries().get("name") instanceof Node.Scalar name
                ? Optional.of(name.text())
                : Optional.empty();
    }
}
