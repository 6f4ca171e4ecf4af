package dev.candor.app.cli.say;

import dev.candor.page.kit.SealedKit;
import java.io.Console;
import java.util.Arrays;
import java.util.Map;

/// The passphrase of a kit: from the environment, or asked for where somebody sits.
final class Passphrase {
    static final String VARIABLE = "CANDOR_KIT_PASSPHRASE";

    private Passphrase() {}

    /// Of a kit there is.
    static char[] known(Map<String, String> environment) {
        String given = environment.get(VARIABLE);
        return given != null ? given.toCharArray() : asked("Passphrase of the kit: ");
    }

    /// For a new kit; asked for twice.
    static char[] fresh(Map<String, String> environment) {
        String given = environment.get(VARIABLE);
        char[] passphrase = given != null ? given.toCharArray() : asked("New passphrase for the kit: ");
        if (passphrase.length < SealedKit.SHORTEST_PASSPHRASE) {
            throw new Refusal("A passphrase has at least " + SealedKit.SHORTEST_PASSPHRASE
                    + " characters: whoever guesses it can write on your page.");
        }
        if (given == null && !Arrays.equals(passphrase, asked("The same again: "))) {
            throw new Refusal("The two were not the same.");
        }
        return passphrase;
    }

    private static char[] asked(String question) {
        Console console = System.console();
        char[] answer = console == null || !console.isTerminal() ? null : console.readPassword("%s", question);
        if (answer == null) {
            throw new Refusal("Nobody is here to be asked for the passphrase: put it into " + VARIABLE + ".");
        }
        return answer;
    }
}
