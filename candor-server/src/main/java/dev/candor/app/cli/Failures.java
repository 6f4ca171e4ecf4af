package dev.candor.app.cli;

import dev.candor.platform.db.DatabaseException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;

/// What a command says when it cannot go on.
final class Failures {
    private Failures() {}

    static int report(Exception failure, PrintWriter err) {
        switch (failure) {
            case ServerClient.NotReachable away -> {
                err.println("The server is not reachable: " + away.getMessage());
                return 3;
            }
            case ServerClient.Refused refused -> {
                err.println(refused.getMessage());
                return refused.status() >= 500 ? 3 : 2;
            }
            case UncheckedIOException missing
            when missing.getCause() instanceof NoSuchFileException file ->
                err.println("candor: there is no file " + file.getMessage());
            case DatabaseException database -> err.println("candor: the database: " + database.getMessage());
            case UncheckedIOException disk -> err.println("candor: " + disk.getMessage() + ": " + disk.getCause());
            case IllegalArgumentException wrong -> err.println("candor: " + wrong.getMessage());
            case IllegalStateException cannot -> err.println("candor: " + cannot.getMessage());
            default -> {
                err.println("candor: " + failure);
                return 1;
            }
        }
        return 2;
    }
}
