package dev.candor.catalog;

import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import dev.candor.platform.auth.Role;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/// Somebody who signs in and may be paged.
///
/// @param contacts in order of `after`; the e-mail address at once when nothing is configured
public record Person(
        String name,
        String email,
        ZoneId timeZone,
        List<String> teams,
        Role role,
        List<ContactMethod> contacts,
        boolean disabled) {
    public static final Kind<Person> KIND = new Kind<>(
            "people",
            "person",
            Person::read,
            person -> person.email().isEmpty()
                    ? List.of()
                    : List.of(new Kind.Claim("email", person.email().toLowerCase(Locale.ROOT))));

    private static Person read(Reading in) {
        String email = in.email("email");
        List<ContactMethod> contacts = in.list("contact", ContactMethod::read).stream()
                .sorted(java.util.Comparator.comparing(ContactMethod::after))
                .toList();
        return new Person(
                in.name("name"),
                email,
                in.zone("time-zone", ZoneId.of("Etc/UTC")),
                in.references("teams", Team.KIND.plural()),
                in.word("role", Role.class, Role.VIEWER),
                contacts.isEmpty() && !email.isEmpty()
                        ? List.of(new ContactMethod("email", email, Duration.ZERO))
                        : contacts,
                in.flag("disabled", false));
    }
}
