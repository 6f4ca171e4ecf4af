package dev.candor.learn.history;

import java.util.ArrayList;
import java.util.List;

/// The components of "This incident affected: Website (Shop, Checkout), API and Mail.": groups with their components
/// in parentheses, and components that stand alone.
final class Components {
    private static final int MAX_COMPONENTS = 500;

    private Components() {}

    static List<AffectedComponent> of(String words, List<Note> notes) {
        String list = words.strip();
        list = list.endsWith(".") ? list.substring(0, list.length() - 1) : list;
        var found = new ArrayList<AffectedComponent>();
        for (String entry : entries(list, notes)) {
            int open = entry.indexOf('(');
            if (open > 0 && entry.endsWith(")")) {
                var group = java.util.Optional.of(entry.substring(0, open).strip());
                for (String name : entry.substring(open + 1, entry.length() - 1).split(", ")) {
                    found.add(new AffectedComponent(group, name.strip()));
                }
            } else {
                found.add(new AffectedComponent(java.util.Optional.empty(), entry));
            }
        }
        found.removeIf(component -> component.name().isEmpty());
        if (found.size() > MAX_COMPONENTS) {
            notes.add(Note.lossy(
                    "affected-components", "only " + MAX_COMPONENTS + " of " + found.size() + " were taken"));
            return List.copyOf(found.subList(0, MAX_COMPONENTS));
        }
        return found;
    }

    /// Parted at commas and the last "and" outside parentheses.
    private static List<String> entries(String list, List<Note> notes) {
        var entries = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
            if (c == ',' && depth == 0) {
                entries.add(list.substring(from, i));
                from = i + 1;
            }
        }
        String last = list.substring(from);
        int and = lastAndOutside(last);
        if (last.stripLeading().startsWith("and ") && !entries.isEmpty()) {
            entries.add(last.strip().substring(4));
        } else if (and > 0) {
            if (last.charAt(and - 1) != ')') {
                notes.add(Note.uncertain(
                        "affected-components",
                        "\"" + CleanText.brief(last, 80) + "\" is read as two, not as one name with \"and\""));
            }
            entries.add(last.substring(0, and));
            entries.add(last.substring(and + 5));
        } else {
            entries.add(last);
        }
        entries.replaceAll(String::strip);
        return entries;
    }

    private static int lastAndOutside(String text) {
        int depth = 0;
        int found = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
            if (depth == 0 && text.startsWith(" and ", i)) {
                found = i;
            }
        }
        return found;
    }
}
