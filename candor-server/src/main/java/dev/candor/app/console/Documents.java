package dev.candor.app.console;

import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Nodes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Catalog documents as text to edit. Secrets are dots; dots that come back mean "as it was".
final class Documents {
    private static final String DOTS = "••••••";

    private Documents() {}

    static String yaml(Map<String, @Nullable Object> document) {
        var dump = new Dump(
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build());
        return dump.dumpToString(CatalogStore.masked(document));
    }

    static Optional<String> name(Node document) {
        return document instanceof Node.Mapping mapping && mapping.entries().get("name") instanceof Node.Scalar name
                ? Optional.of(name.text())
                : Optional.empty();
    }

    /// `edited` with every row of dots replaced by what stands at the same place of `before`.
    static Node unmasked(Node edited, Map<String, @Nullable Object> before) {
        return Nodes.json("document", restored(Nodes.tree(edited), before));
    }

    private static @Nullable Object restored(@Nullable Object edited, @Nullable Object before) {
        return switch (edited) {
            case String text when text.equals(DOTS) && before instanceof String -> before;
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, value) -> copy.put(
                        String.valueOf(key), restored(value, before instanceof Map<?, ?> old ? old.get(key) : null)));
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                for (int i = 0; i < list.size(); i++) {
                    copy.add(restored(
                            list.get(i), before instanceof List<?> old && i < old.size() ? old.get(i) : null));
                }
                yield copy;
            }
            case null, default -> edited;
        };
    }
}
