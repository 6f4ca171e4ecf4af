package dev.candor.paging.channel;

import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Person;
import dev.candor.paging.channel.email.SmtpSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which ways of reaching somebody can work at all, by how this process is set up. Whether one does is another matter:
/// the person says so.
///
/// @param broken kinds of ways that cannot, each with why, in words that go on after "and"
public record Ways(Map<String, String> broken) {
    /// Every kind can work.
    public static final Ways ALL = new Ways(Map.of());

    /// @param smtp of the settings; empty when no mail can leave
    public static Ways of(Optional<SmtpSettings> smtp) {
        return smtp.isPresent() ? ALL : new Ways(Map.of("email", "no mail server is set"));
    }

    /// Why nothing can leave by this kind of way; empty when it can.
    public Optional<String> objection(String kind) {
        return Optional.ofNullable(broken.get(kind));
    }

    /// Whether any mail can leave, whomever it is for.
    public boolean mailsLeave() {
        return objection("email").isEmpty();
    }

    public boolean work(ContactMethod way) {
        return objection(way.kind()).isEmpty();
    }

    /// Those of a person's ways that can work, as the person has them in order.
    public List<ContactMethod> of(Person person) {
        return person.contacts().stream().filter(this::work).toList();
    }

    /// Why none of a person's ways can work: `only by email, and no mail server is set`. Empty when one can, or when
    /// there is none.
    public Optional<String> objection(Person person) {
        if (person.contacts().isEmpty() || person.contacts().stream().anyMatch(this::work)) {
            return Optional.empty();
        }
        Set<String> kinds = new LinkedHashSet<>();
        Set<String> why = new LinkedHashSet<>();
        for (ContactMethod way : person.contacts()) {
            kinds.add(way.kind());
            objection(way.kind()).ifPresent(why::add);
        }
        return Optional.of("only by " + String.join(", ", kinds) + ", and " + String.join(", ", why));
    }
}
