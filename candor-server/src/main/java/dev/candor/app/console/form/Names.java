package dev.candor.app.console.form;

import dev.candor.catalog.document.Problem;
import java.util.List;

/// What the fields of a form are called: `contact.0.after`.
final class Names {
    private Names() {}

    static String of(String prefix, String key) {
        return prefix.isEmpty() ? key : key.isEmpty() ? prefix : prefix + "." + key;
    }

    /// The path of a problem as a field would be called: `person.contact[0].email` gives `contact.0.email`. Empty
    /// when it is about the whole document.
    static String of(Problem problem, String root) {
        return problem.path().startsWith(root + ".")
                ? problem.path().substring(root.length() + 1).replace("[", ".").replace("]", "")
                : "";
    }

    /// Which of `fields` a problem at `name` belongs to: the nearest around it, else the first below it, else none
    /// (empty).
    static String nearest(String name, List<String> fields) {
        String around = "";
        for (String field : fields) {
            boolean covers = name.equals(field) || name.startsWith(field + ".");
            around = covers && field.length() > around.length() ? field : around;
        }
        if (!around.isEmpty() || name.isEmpty()) {
            return around;
        }
        return fields.stream()
                .filter(field -> field.startsWith(name + "."))
                .findFirst()
                .orElse("");
    }
}
