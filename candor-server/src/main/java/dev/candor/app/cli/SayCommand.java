package dev.candor.app.cli;

import dev.candor.app.cli.say.Say;
import dev.candor.base.json.Json;
import dev.candor.page.kit.Kit;
import dev.candor.page.kit.KitJson;
import dev.candor.page.kit.Wish;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "say",
        description = "Tells the readers of a page what happened when no server can: needs a data folder or a kit, and"
                + " no database. What is not named is shown as unknown.",
        footer = {
            "",
            "candor say --component \"Website=major_outage\" \"The power is out. We are on our way.\"",
            "candor say --phase resolved \"The power is back.\""
        },
        mixinStandardHelpOptions = true)
final class SayCommand implements Callable<Integer> {
    @Mixin
    StoreOptions store = new StoreOptions();

    @Mixin
    ServerClient client = new ServerClient();

    @Option(names = "--page", description = "The page's slug; needed only where there are several.")
    @Nullable
    String page;

    @Option(
            names = "--kit",
            description = "Speak with this kit instead of a data folder (CANDOR_KIT_PASSPHRASE, or it asks).")
    @Nullable
    Path kit;

    @Option(
            names = "--incident",
            description = "Public id of the incident; without it the one said before, or a new one.")
    @Nullable
    String incident;

    @Option(names = "--name", description = "What readers call the incident; begins a new one.")
    @Nullable
    String name;

    @Option(names = "--phase", description = "investigating, identified, monitoring or resolved.")
    @Nullable
    String phase;

    @Option(
            names = "--component",
            paramLabel = "NAME=STATUS",
            description =
                    "operational, under_maintenance, degraded_performance, partial_outage or major_outage; may be repeated.")
    List<String> components = List.of();

    @Option(names = "--to", paramLabel = "DIR", description = "Also write into this folder of pages; may be repeated.")
    List<Path> to = List.of();

    @Option(names = "--by", description = "Who says it, for the team (default: the user here).")
    @Nullable
    String by;

    @Option(names = "--replace", description = "Also replace words on the page that the kit does not know; says which.")
    boolean replace;

    @Option(names = "--dry-run", description = "Show what readers would see, and write nothing.")
    boolean dry;

    @Option(
            names = "--export-kit",
            paramLabel = "FILE",
            description = "Write a kit for another machine, sealed with a passphrase. Keep it secret.")
    @Nullable
    Path export;

    @Option(
            names = "--adopt",
            paramLabel = "FILE",
            description = "Bring what was said with a kit to the server (CANDOR_TOKEN), or to a data folder (--data).")
    @Nullable
    Path adopt;

    @Parameters(paramLabel = "TEXT", arity = "0..1", description = "What happened, in Markdown.")
    @Nullable
    String text;

    @Override
    public Integer call() {
        var plain = new Say(System.getenv(), System.out, System.err);
        Say say = replace ? plain.replacing() : plain;
        Optional<String> slug = Optional.ofNullable(page);
        if (export != null) {
            return say.export(store.existing(), slug, export);
        }
        if (adopt != null) {
            boolean asks = !store.isNamed() && client.hasToken();
            return say.adopt(adopt, asks ? Optional.<Consumer<Kit>>of(this::post) : Optional.empty(), store.load());
        }
        var wish = new Wish(
                Optional.ofNullable(incident),
                Optional.ofNullable(name),
                Optional.ofNullable(phase),
                components,
                text == null ? "" : text,
                by == null ? System.getProperty("user.name", "somebody") : by);
        return kit != null
                ? say.fromKit(kit, slug, to, wish, dry)
                : say.fromData(store.existing(), slug, to, wish, dry);
    }

    private void post(Kit words) {
        client.post(
                "/api/pages/" + words.slug() + "/words",
                Json.object("sequence", words.model().sequence(), "words", KitJson.words(words.words())));
    }
}
