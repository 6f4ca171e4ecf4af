package dev.candor.app.console;

import dev.candor.catalog.Item;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keys that a document holds and the console makes and removes: a service's intake keys, a location's keys.
///
/// @param field where they stand in the document
/// @param root where such documents are shown: `/services`
/// @param what "an intake key"'s plural with its owner, for messages: `A service has at most … intake keys`
record Keys(Console console, Kind<?> kind, String field, String root, String what) {
    private static final int LENGTH = 32;
    private static final int MOST = 20;

    /// Names a key in forms without showing it.
    static String id(String key) {
        return Hashes.sha256(key).substring(0, 12);
    }

    Answer add(Call call, Item<?> item, List<String> known) {
        if (known.size() >= MOST) {
            throw Console.wrong(what.formatted(MOST) + "; remove one first.");
        }
        var keys = new ArrayList<>(known);
        keys.add(console.candor().platform().random().token(LENGTH));
        return console.once().answer(call, () -> save(call, item, keys, "key"));
    }

    /// @param id names the key
    Answer remove(Call call, Item<?> item, List<String> known, String id) {
        List<String> left = known.stream().filter(key -> !id(key).equals(id)).toList();
        return left.size() == known.size() ? Console.back(shown(item), "nothing") : save(call, item, left, "removed");
    }

    private String shown(Item<?> item) {
        return root + "/" + Console.encoded(item.name());
    }

    private Answer save(Call call, Item<?> item, List<String> keys, String done) {
        var candor = console.candor();
        var document = new LinkedHashMap<String, @Nullable Object>();
        if (candor.catalogs().store().opened(item.document()) instanceof java.util.Map<?, ?> opened) {
            opened.forEach((key, value) -> document.put(String.valueOf(key), value));
        }
        document.put(field, keys);
        List<Problem> problems = candor.applying()
                .save(
                        kind.plural(),
                        Nodes.json("form", document),
                        call.principal().actor(),
                        call.address());
        if (!problems.isEmpty()) {
            throw Console.wrong(problems.getFirst().message());
        }
        return Console.back(shown(item), done);
    }
}
