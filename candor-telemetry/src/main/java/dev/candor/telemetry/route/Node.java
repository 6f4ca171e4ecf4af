package dev.candor.telemetry.route;

import dev.candor.telemetry.line.Scan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place in the tree of routes: what its segment is called, and what may follow.
final class Node {
    static final byte[] STAR = {'*'};
    private static final int STAR_HASH = Scan.hash(STAR, 0, 1);

    final byte[] label;
    private final int hash;
    private @Nullable Node[] slots = new Node[4];
    private int size;
    private boolean folded;
    private long hits;
    private @Nullable RouteName name;
    private @Nullable Node ids;

    Node(byte[] label, int hash) {
        this.label = label;
        this.hash = hash;
    }

    static Node root() {
        return new Node(new byte[0], 0);
    }

    int size() {
        return size;
    }

    boolean folded() {
        return folded;
    }

    void hit() {
        hits++;
    }

    @Nullable
    RouteName name() {
        return name;
    }

    void name(RouteName given) {
        name = given;
    }

    @Nullable
    Node child(byte[] bytes, int from, int to, int childHash) {
        int mask = slots.length - 1;
        int at = childHash & mask;
        for (Node child = slots[at]; child != null; child = slots[at]) {
            if (child.hash == childHash && Scan.same(bytes, from, to, child.label)) {
                return child;
            }
            at = at + 1 & mask;
        }
        return null;
    }

    @Nullable
    Node star() {
        return child(STAR, 0, 1, STAR_HASH);
    }

    /// What follows for ids, if anything did: asked for by most paths, so it is not looked up.
    @Nullable
    Node ids() {
        return ids;
    }

    Node add(byte[] bytes, int from, int to, int childHash) {
        var child = new Node(Arrays.copyOfRange(bytes, from, to), childHash);
        put(child);
        return child;
    }

    Node starOrNew() {
        Node star = star();
        return star == null ? add(STAR, 0, 1, STAR_HASH) : star;
    }

    private void put(Node child) {
        if (2 * (size + 1) > slots.length) {
            var before = slots;
            slots = new Node[before.length * 2];
            for (Node known : before) {
                if (known != null) {
                    link(known);
                }
            }
        }
        link(child);
        size++;
    }

    private void link(Node child) {
        int mask = slots.length - 1;
        int at = child.hash & mask;
        while (slots[at] != null) {
            at = at + 1 & mask;
        }
        slots[at] = child;
        if (Scan.same(child.label, 0, child.label.length, Segments.ID)) {
            ids = child;
        }
    }

    private List<Node> children() {
        var children = new ArrayList<Node>(size);
        for (Node child : slots) {
            if (child != null) {
                children.add(child);
            }
        }
        return children;
    }

    /// Throws the rare words below this place together under `*`; placeholders and words with `keptShare` of
    /// the
    /// requests here stay.
    void fold(double keptShare) {
        long through = 0;
        var children = children();
        for (Node child : children) {
            through += child.hits;
        }
        slots = new Node[slots.length];
        ids = null;
        size = 0;
        folded = true;
        var rare = new ArrayList<Node>();
        for (Node child : children) {
            boolean placeholder = child.label.length > 0 && (child.label[0] == '{' || child.hash == STAR_HASH);
            if (placeholder || child.hits >= keptShare * through) {
                put(child);
            } else {
                rare.add(child);
            }
        }
        if (!rare.isEmpty()) {
            Node star = starOrNew();
            rare.forEach(star::absorb);
        }
    }

    private void absorb(Node other) {
        hits += other.hits;
        folded |= other.folded;
        for (Node child : other.children()) {
            Node own = child(child.label, 0, child.label.length, child.hash);
            (own == null ? add(child.label, 0, child.label.length, child.hash) : own).absorb(child);
        }
    }

    /// Routes named below here, this one included.
    int names() {
        int names = name == null ? 0 : 1;
        for (Node child : children()) {
            names += child.names();
        }
        return names;
    }

    /// Places below here.
    int places() {
        int places = 1;
        for (Node child : children()) {
            places += child.places();
        }
        return places;
    }

    String text() {
        return new String(label, StandardCharsets.UTF_8);
    }
}
