package dev.candor.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line. Exit codes: 0 well, 1 the thing asked about is bad, 2 wrong use or input, 3 server not
/// reachable.
@Command(
        name = "candor",
        description = "Notices trouble, wakes the person who can help, tells customers the truth.",
        mixinStandardHelpOptions = true,
        version = "candor 0.1.0",
        subcommands = {
            Serve.class,
            Check.class,
            Plan.class,
            Apply.class,
            Export.class,
            Import.class,
            PageCommand.class,
            Backup.class,
            Restore.class,
            Doctor.class,
            TokenCommand.class,
            UserCommand.class
        })
public final class Main implements Runnable {
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// With every command of the server; the drill lab adds its own.
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(
                        (failure, commandLine, _) -> Failures.report(failure, commandLine.getErr()));
    }

    @Override
    public void run() {
        new CommandLine(new Main()).usage(System.out);
    }
}
