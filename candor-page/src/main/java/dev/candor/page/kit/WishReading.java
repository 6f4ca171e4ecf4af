package dev.candor.page.kit;

import dev.candor.base.text.Nearest;
import dev.candor.page.ComponentModel;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import dev.candor.page.PageModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Makes of a wish's words what they mean on a page, or says which of them means nothing. Pure.
final class WishReading {
    private static final List<IncidentPhase> PHASES = Arrays.stream(IncidentPhase.values())
            .filter(phase -> phase != IncidentPhase.POSTMORTEM)
            .toList();

    /// A mistake in a wish; never leaves this package.
    static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mistake(String message) {
            super(message, null, false, false);
        }
    }

    private WishReading() {}

    static String text(String said) {
        String text = said.replace("\r\n", "\n").strip();
        if (text.isEmpty()) {
            throw new Mistake("There are no words: what shall readers read?");
        }
        if (text.length() > KitJson.LONGEST_WORD) {
            throw new Mistake("The text has " + text.length() + " characters; at most " + KitJson.LONGEST_WORD
                    + " can be said at once.");
        }
        return clean("The text", text, true);
    }

    /// What an incident or a person is called.
    static String name(String option, String said, int longest) {
        String name = said.strip();
        if (name.isEmpty() || name.length() > longest) {
            throw new Mistake(option + ": expected 1 to " + longest + " characters, found " + name.length());
        }
        return clean(option, name, false);
    }

    private static String clean(String what, String text, boolean lines) {
        unreadable(text, lines).ifPresent(each -> {
            throw new Mistake("%s holds a character nobody can read: U+%04X".formatted(what, each));
        });
        return text;
    }

    /// What an incident is called already, fit to be said again.
    static Optional<String> again(String name) {
        String readable = name.codePoints()
                .map(each ->
                        Character.isISOControl(each) || Character.getType(each) == Character.SURROGATE ? ' ' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return Optional.of(readable.substring(0, Math.min(readable.length(), KitJson.LONGEST_TITLE)))
                .filter(kept -> !kept.isEmpty());
    }

    /// A character that no reader could see, or half of one.
    ///
    /// @param lines whether there may be several
    static OptionalInt unreadable(String text, boolean lines) {
        return text.codePoints()
                .filter(each -> Character.getType(each) == Character.SURROGATE
                        || Character.isISOControl(each) && !(lines && (each == '\n' || each == '\t')))
                .findFirst();
    }

    static IncidentPhase phase(String said) {
        String word = said.strip().toLowerCase(Locale.ROOT);
        return PHASES.stream()
                .filter(phase -> phase.wireName().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "--phase",
                        said,
                        PHASES.stream().map(IncidentPhase::wireName).toList()));
    }

    /// By public id, in the order said.
    static Map<String, ComponentStatus> components(PageModel page, List<String> said) {
        var components = new LinkedHashMap<String, ComponentStatus>();
        for (String one : said) {
            int equals = one.lastIndexOf('=');
            if (equals < 1) {
                throw new Mistake(
                        "--component: expected NAME=STATUS, such as \"Website=major_outage\", found `" + one + "`");
            }
            ComponentModel component = component(page, one.substring(0, equals).strip());
            if (components.put(component.id(), status(one.substring(equals + 1))) != null) {
                throw new Mistake("--component: " + component.name() + " is said twice");
            }
        }
        return components;
    }

    private static ComponentModel component(PageModel page, String said) {
        Optional<ComponentModel> byId =
                page.leaves().stream().filter(leaf -> leaf.id().equals(said)).findFirst();
        if (byId.isPresent()) {
            return byId.get();
        }
        List<ComponentModel> named = page.leaves().stream()
                .filter(leaf -> leaf.name().equalsIgnoreCase(said))
                .toList();
        if (named.size() > 1) {
            throw new Mistake("--component: " + named.size() + " components are called `" + said
                    + "`; say which by its id: "
                    + String.join(", ", named.stream().map(ComponentModel::id).toList()));
        }
        if (named.isEmpty()) {
            throw unknown(
                    "--component",
                    said,
                    page.leaves().stream().map(ComponentModel::name).toList());
        }
        return named.getFirst();
    }

    private static ComponentStatus status(String said) {
        String word = said.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        return Arrays.stream(ComponentStatus.values())
                .filter(status -> status.wireName().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "--component",
                        said,
                        Arrays.stream(ComponentStatus.values())
                                .map(ComponentStatus::wireName)
                                .toList()));
    }

    static Mistake unknown(String option, String said, List<String> known) {
        String shown = said.length() > 60 ? said.substring(0, 60) + "…" : said;
        return new Mistake(option + ": there is no `" + shown + "`"
                + Nearest.of(said, known)
                        .map(near -> "; did you mean `" + near + "`?")
                        .orElse(known.isEmpty() ? "; the page has none" : "; there are " + String.join(", ", known)));
    }
}
