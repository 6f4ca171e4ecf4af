package dev.candor.catalog.document;

import dev.candor.base.text.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads documents one after the other and then finds what only shows when all are known: names that are not there,
/// things that two documents claim, and documents that refer to themselves in a circle.
public final class DocumentSet {
    private static final String NAME = "name";

    private record Owner(String name, Place place) {}

    private final List<Problem> problems;
    private final List<Reading.Reference> references = new ArrayList<>();
    private final Map<String, Set<String>> names = new LinkedHashMap<>();
    private final Map<String, Owner> owners = new HashMap<>();
    private final Map<String, List<Circles.Link>> links = new LinkedHashMap<>();

    /// @param problems takes every mistake
    public DocumentSet(List<Problem> problems) {
        this.problems = problems;
    }

    /// Reads a document, with all its mistakes.
    ///
    /// @param path what messages call it
    public void read(Kind<?> kind, String name, Node document, String path) {
        names.computeIfAbsent(kind.plural(), _ -> new LinkedHashSet<>()).add(name);
        int before = references.size();
        Reading reading = Reading.of(document, path, problems, references);
        for (Kind.Claim claim : claims(kind, name, reading)) {
            Owner owner = owners.putIfAbsent(place(kind, claim), new Owner(name, document.place()));
            if (owner != null && !owner.name().equals(name)) {
                reading.problem(
                        claim.key(),
                        "is taken by " + kind.singular() + " " + owner.name() + " (" + owner.place() + "); "
                                + (claim.key().equals(NAME)
                                        ? "names that differ only in capital and small letters are one"
                                        : "it must be its own"));
            }
        }
        reading.finish();
        link(kind, name, references.subList(before, references.size()), true);
    }

    /// What the kind says, and the name as people read it: `Shop` and `shop` side by side would be taken for one thing.
    private static List<Kind.Claim> claims(Kind<?> kind, String name, Reading reading) {
        var claims = new ArrayList<Kind.Claim>();
        claims.add(new Kind.Claim(NAME, name.toLowerCase(Locale.ROOT)));
        claims.addAll(kind.claimsOf(reading));
        return claims;
    }

    private static String place(Kind<?> kind, Kind.Claim claim) {
        return kind.plural() + "/" + claim.key() + "/" + claim.value();
    }

    private void link(Kind<?> kind, String name, List<Reading.Reference> references, boolean checked) {
        for (Reading.Reference reference : references) {
            if (reference.kind().equals(kind.plural())) {
                links.computeIfAbsent(kind.plural(), _ -> new ArrayList<>())
                        .add(new Circles.Link(name, reference, checked));
            }
        }
    }

    /// Takes a document into account that was checked before: its name exists and its claims hold.
    public void known(Kind<?> kind, String name, Node document) {
        names.computeIfAbsent(kind.plural(), _ -> new LinkedHashSet<>()).add(name);
        var referred = new ArrayList<Reading.Reference>();
        Reading reading = Reading.of(document, name, new ArrayList<>(), referred);
        claims(kind, name, reading)
                .forEach(claim -> owners.putIfAbsent(place(kind, claim), new Owner(name, document.place())));
        link(kind, name, referred, false);
    }

    /// Reports every reference to a document that is not there, and every circle.
    public void checkReferences() {
        for (Reading.Reference reference : references) {
            Set<String> there = names.getOrDefault(reference.kind(), Set.of());
            if (!there.contains(reference.name())) {
                Optional<String> meant = Nearest.of(reference.name(), there);
                problems.add(new Problem(
                        reference.place(),
                        reference.path(),
                        "`" + reference.name() + "` is not among the " + reference.kind()
                                + meant.map(near -> " (did you mean `" + near + "`?)")
                                        .orElse(there.isEmpty() ? "; there are none" : "")));
            }
        }
        links.values().forEach(ofOneKind -> problems.addAll(Circles.in(ofOneKind)));
    }

    /// Who is referred to by what was read.
    public List<Reading.Reference> references() {
        return List.copyOf(references);
    }
}
