package dev.candor.lab;

import picocli.CommandLine;

/// The program `candor`: the server's commands and the drill lab's.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        CommandLine commands = dev.candor.app.cli.Main.commandLine();
        // The lab's own classes are loaded only when a drill is asked for.
        if (arguments.length > 0 && (arguments[0].equals("drill") || arguments[0].equals("--help"))) {
            commands.addSubcommand("drill", new Drill());
        }
        System.exit(commands.execute(arguments));
    }
}
