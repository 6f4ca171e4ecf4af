package dev.candor.lab;

import java.util.Map;

/// The program `candor`: the server's commands and the drill lab's.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(dev.candor.app.cli.Main.run(arguments, Map.of("drill", DrillCommand::new)));
    }
}
