package dev.candor.base.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as a tree of `Map<String, Object>` (in order), `List<Object>`, `String`, `Long`, `BigInteger`, `BigDecimal`,
/// `Boolean` and `null`. Reading is limited: depth 64, strings 1 MiB, numbers 100 digits, 10,000 entries in one array
/// or object, no duplicate keys.
public final class Json {
    private static final int MAX_ENTRIES = 10_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(1 << 20)
                    .maxNumberLength(100)
                    .maxNameLength(10_000)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /// @throws JsonException when the bytes are not one JSON value in UTF-8, or exceed a limit
    public static @Nullable Object parse(byte[] utf8) {
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            if (parser.nextToken() == null) {
                throw new JsonException("expected JSON, found nothing", 1, 1);
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw at(parser, "expected the end after the first JSON value, found more");
            }
            return value;
        } catch (JsonProcessingException broken) {
            var where = broken.getLocation();
            throw new JsonException(
                    words(broken.getOriginalMessage()),
                    where == null ? 1 : where.getLineNr(),
                    where == null ? 1 : where.getColumnNr());
        } catch (IOException broken) {
            throw new JsonException(String.valueOf(broken.getMessage()), 1, 1);
        }
    }

    /// The parser's words without what only its authors understand.
    private static String words(String parsers) {
        return parsers.replaceAll("\\s*\\(?\\[Source:[^\\]]*\\]\\)?", "")
                .replaceAll(",?\\s*from\\s*`?StreamRead[^`]*`?", "")
                .replaceAll("\\s*\\(?`?StreamRead[A-Za-z]*[^)`]*`?\\)?", "")
                .replaceAll("\\s*\\(start marker at[^)]*\\)", "")
                .strip();
    }

    public static @Nullable Object parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /// @throws JsonException also when the value is not an object
    public static Map<String, @Nullable Object> parseObject(byte[] utf8) {
        if (parse(utf8) instanceof Map<?, ?> map) {
            return asObject(map);
        }
        throw new JsonException("expected a JSON object", 1, 1);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> asObject(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> {
                Number number = parser.getNumberValue();
                yield number instanceof BigInteger ? number : (Object) number.longValue();
            }
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            default -> throw at(parser, "expected a value, found " + parser.currentToken());
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        var object = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            if (object.size() >= MAX_ENTRIES) {
                throw at(parser, "an object may have " + MAX_ENTRIES + " keys at most");
            }
            String key = parser.currentName();
            parser.nextToken();
            object.put(key, value(parser));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        var array = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (array.size() >= MAX_ENTRIES) {
                throw at(parser, "an array may have " + MAX_ENTRIES + " items at most");
            }
            array.add(value(parser));
        }
        return array;
    }

    private static JsonException at(JsonParser parser, String message) {
        var where = parser.currentLocation();
        return new JsonException(message, where.getLineNr(), where.getColumnNr());
    }

    /// Compact JSON text. Accepts the types `parse` gives, any `Number`, `Iterable`, `Map`, enums (by name, lower
    /// case) and `toString` of anything else.
    public static String write(@Nullable Object value) {
        return new String(bytes(value, false), StandardCharsets.UTF_8);
    }

    /// The same, indented for people.
    public static String pretty(@Nullable Object value) {
        return new String(bytes(value, true), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(@Nullable Object value, boolean pretty) {
        var out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            if (pretty) {
                generator.setPrettyPrinter(new DefaultPrettyPrinter());
            }
            write(generator, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // memory does not fail
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case Boolean flag -> out.writeBoolean(flag);
            case Long number -> out.writeNumber(number);
            case Integer number -> out.writeNumber(number);
            case Double number -> writeDouble(out, number);
            case BigDecimal number -> out.writeNumber(number);
            case BigInteger number -> out.writeNumber(number);
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (var entry : map.entrySet()) {
                    out.writeFieldName(String.valueOf(entry.getKey()));
                    write(out, entry.getValue());
                }
                out.writeEndObject();
            }
            case Iterable<?> items -> {
                out.writeStartArray();
                for (Object item : items) {
                    write(out, item);
                }
                out.writeEndArray();
            }
            case Enum<?> word -> out.writeString(word.name().toLowerCase(java.util.Locale.ROOT));
            default -> out.writeString(value.toString());
        }
    }

    private static void writeDouble(JsonGenerator out, double number) throws IOException {
        if (Double.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeNull(); // JSON knows no infinity
        }
    }

    /// An object in the order given: `Json.object("name", "x", "count", 3)`. Values may be null.
    public static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return object;
    }
}
