package dev.candor.app.console.form;

import java.util.List;
import java.util.stream.Stream;

/// How a value of a document is asked for. Every one is a text, a list or a mapping in the document, as a file would
/// have it.
public sealed interface Input {
    /// One line.
    ///
    /// @param type of the HTML field: `text`, `email`, `url`, `number` (stored as a number), `datetime-local`
    /// @param example shown while it is empty; may be empty
    record Line(String type, String example) implements Input {}

    /// Several lines that are one text.
    ///
    /// @param code whether it is written for a machine: a query, a JSON body
    record Words(String example, boolean code) implements Input {
        Words(String example) {
            this(example, false);
        }
    }

    /// A list with an item per line.
    record Lines(String example) implements Input {}

    /// A mapping with a `name: value` per line.
    record Pairs(String example) implements Input {}

    /// True, or not there.
    record Flag() implements Input {}

    /// One of a few words.
    ///
    /// @param usual what counts while the document says nothing
    record Choice(List<Option> options, String usual) implements Input {}

    /// A time zone by its name.
    record Zone() implements Input {}

    /// The name of another document.
    ///
    /// @param none what it means when none is chosen
    record One(Source source, String none) implements Input {}

    /// Names of other documents, in no order.
    record Many(Source source) implements Input {}

    /// Other documents in an order that counts. Of one source they are stored as names, of several as mappings of one
    /// key (`{person: ben}`).
    record Ordered(List<Source> sources, String another) implements Input {}

    /// Exactly one key among several, with its text: `{email: ana@shop.example}`.
    record Keyed(List<Option> keys, String label, String example) implements Input {}

    /// A list of mappings.
    ///
    /// @param one what an item is called
    /// @param more fields that few items need, folded away until one of them is filled
    /// @param moreTitle what the fold is called
    record Rows(String one, List<Field> fields, String moreTitle, List<Field> more) implements Input {
        Rows(String one, List<Field> fields) {
            this(one, fields, "", List.of());
        }

        /// Every field of an item.
        List<Field> all() {
            return Stream.concat(fields.stream(), more.stream()).toList();
        }
    }

    /// Where names come from.
    ///
    /// @param kind plural of the kind
    /// @param key what a mapping calls it: `person`
    record Source(String kind, String key) {}
}
