package dev.candor.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line. Exit codes: 0 well, 1 the thing asked about is bad, 2 wrong use or input, 3 server not reachable.
@Command(
        name = "candor",
        description = "Notices trouble, wakes the person who can help, tells customers the truth.",
        mixinStandardHelpOptions = true,
        version = "candor " + Main.VERSION)
public final class Main implements Runnable {
    /// Of this program, as agents and `--version` say it.
    public static final String VERSION = "0.1.0";

    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("serve", Serve::new);
        COMMANDS.put("check", Check::new);
        COMMANDS.put("plan", Plan::new);
        COMMANDS.put("apply", Apply::new);
        COMMANDS.put("export", Export::new);
        COMMANDS.put("import", Import::new);
        COMMANDS.put("tail", Tail::new);
        COMMANDS.put("change", ChangeCommand::new);
        COMMANDS.put("gate", GateCommand::new);
        COMMANDS.put("run", RunCommand::new);
        COMMANDS.put("rehearse", RehearseCommand::new);
        COMMANDS.put("page", PageCommand::new);
        COMMANDS.put("say", SayCommand::new);
        COMMANDS.put("probe", ProbeCommand::new);
        COMMANDS.put("backup", Backup::new);
        COMMANDS.put("restore", Restore::new);
        COMMANDS.put("doctor", Doctor::new);
        COMMANDS.put("token", TokenCommand::new);
        COMMANDS.put("user", UserCommand::new);
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments, new LinkedHashMap<>()));
    }

    /// Runs the command that `arguments` name. Only that one is built: describing all of them would cost the start 200
    /// ms.
    ///
    /// @param more commands of others: the drill lab's
    public static int run(String[] arguments, Map<String, Supplier<Object>> more) {
        var commands = new LinkedHashMap<>(COMMANDS);
        commands.putAll(more);
        Optional<String> named = arguments.length == 0 ? Optional.empty() : Optional.of(arguments[0]);
        CommandLine line = new CommandLine(new Main());
        commands.forEach((name, command) -> {
            if (named.isEmpty()
                    || !commands.containsKey(named.get())
                    || named.get().equals(name)) {
                line.addSubcommand(name, command.get());
            }
        });
        line.setExecutionExceptionHandler((failure, at, _) -> Failures.report(failure, at.getErr()));
        if (named.isEmpty()) {
            line.usage(System.out);
            return 0;
        }
        return line.execute(arguments);
    }

    @Override
    public void run() {
        System.err.println("candor: which command? See `candor --help`.");
    }
}
