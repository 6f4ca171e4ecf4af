package dev.candor.catalog;

import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import dev.candor.platform.auth.Role;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
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
    public static final Kind<Person> KIND = new Kind<>("people", "person", Person::read, Person::claims);

    /// Who signs in may write a name as they like, and their address too: both must mean one person.
    private static List<Kind.Claim> claims(Person person) {
        var claims = new ArrayList<Kind.Claim>();
        claims.add(new Kind.Claim("name", person.name.toLowerCase(Locale.ROOT)));
        if (!person.email.isEmpty()) {
            claims.add(new Kind.Claim("email", person.email.toLowerCase(Locale.ROOT)));
        }
        return claims;
    }

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
