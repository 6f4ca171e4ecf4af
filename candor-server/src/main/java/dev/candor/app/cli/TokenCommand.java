package dev.candor.app.cli;

import dev.candor.app.Offline;
import dev.candor.base.json.Json;
import dev.candor.platform.auth.Role;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "token",
        description = "API tokens.",
        mixinStandardHelpOptions = true,
        subcommands = TokenCommand.Create.class)
final class TokenCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("token: use `candor token create --name N --role viewer|responder|admin`");
        return 2;
    }

    @Command(name = "create", description = "Makes a token and prints it once.", mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Mixin
        ServerClient client = new ServerClient();

        @Mixin
        StoreOptions store = new StoreOptions();

        @Option(names = "--name", required = true)
        String name = "";

        @Option(names = "--role", required = true, description = "viewer, responder or admin")
        String role = "";

        @Override
        public Integer call() {
            Optional<Role> known = Role.of(role);
            if (known.isEmpty()) {
                System.err.println("--role: expected viewer, responder or admin, found `" + role + "`");
                return 2;
            }
            // A data folder that is named is meant, whatever else the environment says.
            if (!store.isNamed() && client.hasToken()) {
                System.out.println(client.post("/api/tokens", Json.object("name", name, "role", role))
                        .get("token"));
                return 0;
            }
            try (Offline offline = new Offline(store.existing())) {
                Optional<String> token = offline.gate().newToken(name, known.get(), "candor token");
                token.ifPresentOrElse(
                        System.out::println, () -> System.err.println("token: the name `" + name + "` is taken"));
                return token.isPresent() ? 0 : 1;
            }
        }
    }
}
