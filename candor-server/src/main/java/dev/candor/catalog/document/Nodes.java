package dev.candor.catalog.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Documents from YAML text and from JSON trees.
public final class Nodes {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]{0,99})}");
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setMaxAliasesForCollections(20)
            .setCodePointLimit(5 << 20)
            .setAllowDuplicateKeys(false)
            .setUseMarks(true)
            .build();

    private static final int DEEPEST = 30;
    private static final int MOST_NODES = 300_000;

    private final String file;
    private final Map<String, String> environment;
    private final List<Problem> problems;
    private int nodes;

    private Nodes(String file, Map<String, String> environment, List<Problem> problems) {
        this.file = file;
        this.environment = environment;
        this.problems = problems;
    }

    /// Reads YAML 1.2 text. Problems go into `problems`; what could be read is given all the same.
    ///
    /// @param environment what `${NAME}` stands for
    public static Node yaml(String file, String text, Map<String, String> environment, List<Problem> problems) {
        var start = new Place(file, 1);
        try {
            Optional<Problem> hostile = hostile(file, text);
            if (hostile.isPresent()) {
                problems.add(hostile.get());
                return new Node.Empty(start);
            }
            return new Compose(SETTINGS)
                    .composeString(text)
                    .map(node -> new Nodes(file, environment, problems).of(node, 0))
                    .orElse(new Node.Empty(start));
        } catch (MarkedYamlEngineException broken) {
            int line = broken.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(new Problem(new Place(file, line), "", "not YAML: " + broken.getProblem()));
        } catch (YamlEngineException broken) {
            problems.add(new Problem(start, "", "not YAML: " + broken.getMessage()));
        }
        return new Node.Empty(start);
    }

    /// Looks at the flat stream of events first: the tree is built by recursion, and a stack has an end.
    private static Optional<Problem> hostile(String file, String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            depth += switch (event.getEventId()) {
                case MappingStart, SequenceStart -> 1;
                case MappingEnd, SequenceEnd -> -1;
                default -> 0;
            };
            if (depth > DEEPEST) {
                int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
                return Optional.of(new Problem(new Place(file, line), "", "nested deeper than " + DEEPEST + " levels"));
            }
        }
        return Optional.empty();
    }

    private Node of(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
        Place place = place(node);
        // Aliases make a tree of what was a graph: few bytes can mean very many nodes, or endlessly many.
        if (depth > DEEPEST || ++nodes > MOST_NODES) {
            if (nodes <= MOST_NODES + 1) {
                nodes = MOST_NODES + 1;
                problems.add(new Problem(
                        place, "", "too much: aliases that repeat themselves, or more than " + MOST_NODES + " values"));
            }
            nodes = MOST_NODES + 2;
            return new Node.Empty(place);
        }
        return switch (node) {
            case MappingNode mapping -> {
                var entries = new LinkedHashMap<String, Node>();
                for (NodeTuple tuple : mapping.getValue()) {
                    Place at = place(tuple.getKeyNode());
                    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                        problems.add(new Problem(at, "", "keys are plain words, found a structure"));
                    } else if (entries.put(key.getValue(), of(tuple.getValueNode(), depth + 1)) != null) {
                        problems.add(new Problem(at, "", "the key `" + key.getValue() + "` stands here twice"));
                    }
                }
                yield new Node.Mapping(place, entries);
            }
            case SequenceNode sequence -> {
                var items = new ArrayList<Node>();
                for (var item : sequence.getValue()) {
                    items.add(of(item, depth + 1));
                }
                yield new Node.Sequence(place, items);
            }
            case ScalarNode scalar -> scalar(place, scalar);
            default -> new Node.Empty(place);
        };
    }

    private Place place(org.snakeyaml.engine.v2.nodes.Node node) {
        return new Place(
                file, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    }

    private Node scalar(Place place, ScalarNode scalar) {
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        if (plain
                && (scalar.getValue().isEmpty()
                        || scalar.getValue().equals("null")
                        || scalar.getValue().equals("~"))) {
            return new Node.Empty(place);
        }
        Matcher variables = VARIABLE.matcher(scalar.getValue());
        String text = variables.replaceAll(match -> {
            String value = environment.get(match.group(1));
            if (value == null) {
                problems.add(new Problem(
                        place,
                        "",
                        "the environment variable " + match.group(1) + " is not set; set it, or write the value here"));
                return "";
            }
            return Matcher.quoteReplacement(value);
        });
        return new Node.Scalar(place, text, !plain);
    }

    /// A tree as `Json.parse` gives it.
    public static Node json(String where, @Nullable Object tree) {
        var place = new Place(where, 0);
        return switch (tree) {
            case null -> new Node.Empty(place);
            case Map<?, ?> map -> {
                var entries = new LinkedHashMap<String, Node>();
                map.forEach((key, value) -> entries.put(String.valueOf(key), json(where, value)));
                yield new Node.Mapping(place, entries);
            }
            case List<?> list ->
                new Node.Sequence(
                        place, list.stream().map(item -> json(where, item)).toList());
            case String text -> new Node.Scalar(place, text, true);
            default -> new Node.Scalar(place, tree.toString(), false);
        };
    }

    /// The tree again, for storing: maps, lists, texts, numbers and truth values.
    public static @Nullable Object tree(Node node) {
        return switch (node) {
            case Node.Empty _ -> null;
            case Node.Scalar scalar -> scalar.quoted() ? scalar.text() : plain(scalar.text());
            case Node.Sequence sequence -> {
                var items = new ArrayList<@Nullable Object>();
                sequence.items().forEach(item -> items.add(tree(item)));
                yield items;
            }
            case Node.Mapping mapping -> {
                var entries = new LinkedHashMap<String, @Nullable Object>();
                mapping.entries().forEach((key, value) -> entries.put(key, tree(value)));
                yield entries;
            }
        };
    }

    private static Object plain(String text) {
        if (text.matches("-?(0|[1-9][0-9]{0,17})")) {
            return Long.valueOf(text);
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text;
    }
}
