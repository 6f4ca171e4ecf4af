package dev.candor.lab.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Files that lie beside a drill.
public final class Resources {
    private Resources() {}

    /// @param drill the class beside whose package it lies
    /// @throws IOException when there is none of this name
    public static String text(Class<?> drill, String name) throws IOException {
        try (var in = drill.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("there is no " + name + " beside " + drill.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
