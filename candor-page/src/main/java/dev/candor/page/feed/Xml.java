package dev.candor.page.feed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes XML into memory: escaped, in UTF-8, without the characters XML forbids.
final class Xml {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
    private final XMLStreamWriter writer;

    Xml() {
        try {
            writer = FACTORY.createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            writer.writeStartDocument("UTF-8", "1.0");
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible); // memory does not fail
        }
    }

    /// Opens an element with attributes given as names and values.
    Xml open(String name, String... attributes) {
        return write(() -> {
            writer.writeCharacters("\n");
            writer.writeStartElement(name);
            attributes(attributes);
        });
    }

    Xml close() {
        return write(writer::writeEndElement);
    }

    Xml text(String name, String text, String... attributes) {
        return write(() -> {
            writer.writeCharacters("\n");
            writer.writeStartElement(name);
            attributes(attributes);
            writer.writeCharacters(allowed(text));
            writer.writeEndElement();
        });
    }

    Xml empty(String name, String... attributes) {
        return write(() -> {
            writer.writeCharacters("\n");
            writer.writeEmptyElement(name);
            attributes(attributes);
        });
    }

    byte[] bytes() {
        write(() -> {
            writer.writeEndDocument();
            writer.flush();
        });
        return out.toByteArray();
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            writer.writeAttribute(attributes[i], allowed(attributes[i + 1]));
        }
    }

    private Xml write(Step step) {
        try {
            step.run();
            return this;
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// XML 1.0, production 2: no control characters besides tab and line ends, no lone surrogates.
    static String allowed(String text) {
        var kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= 0x20 && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws XMLStreamException;
    }
}
