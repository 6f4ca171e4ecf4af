package dev.candor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ChangeCommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"record", "start", "done", "list"})
    void every_subcommand_says_which_server_is_asked_and_can_answer_in_json(String name) {
        var commands = new CommandLine(new ChangeCommand()).getSubcommands();
        var options =
                Objects.requireNonNull(commands.get(name)).getCommandSpec().optionsMap();
        assertThat(options).containsKeys("--server", "--json");
    }
}
