package dev.candor.app.cli;

import dev.candor.app.Offline;
import dev.candor.catalog.Person;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "user",
        description = "People who sign in.",
        mixinStandardHelpOptions = true,
        subcommands = {UserCommand.ListPeople.class, UserCommand.NewPassword.class})
final class UserCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("user: use `candor user list` or `candor user password NAME`");
        return 2;
    }

    @Command(name = "list", description = "Names, roles, addresses.", mixinStandardHelpOptions = true)
    static final class ListPeople implements Callable<Integer> {
        @Mixin
        StoreOptions store = new StoreOptions();

        @Override
        public Integer call() {
            try (Offline offline = new Offline(store.existing())) {
                offline.catalogs()
                        .current()
                        .all(Person.KIND)
                        .forEach(item -> System.out.println(
                                item.name() + "\t" + item.value().role().word() + "\t"
                                        + item.value().email() + (item.value().disabled() ? "\tdisabled" : "")));
            }
            return 0;
        }
    }

    @Command(
            name = "password",
            description = "Sets a new random password and prints it once; ends the person's sessions.",
            mixinStandardHelpOptions = true)
    static final class NewPassword implements Callable<Integer> {
        @Mixin
        StoreOptions store = new StoreOptions();

        @Parameters(paramLabel = "NAME")
        String name = "";

        @Override
        public Integer call() {
            try (Offline offline = new Offline(store.existing())) {
                if (offline.catalogs().current().find(Person.KIND, name).isEmpty()) {
                    System.err.println("user: there is no person `" + name + "`");
                    return 1;
                }
                String password = offline.platform().random().token(16);
                String hash = offline.passwords().hash(password);
                var now = offline.platform().clock().instant();
                offline.platform().ledger().inTransaction(tx -> {
                    offline.platform().access().setPassword(tx, name, hash, now);
                    offline.platform().audit().note(tx, "candor user", "", "person.password", name, "", now);
                    return true;
                });
                System.out.println(name + " / " + password);
            }
            return 0;
        }
    }
}
