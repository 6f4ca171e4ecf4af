package dev.candor.tell.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.page.Forward;
import dev.candor.paging.channel.Ways;
import dev.candor.platform.outbox.Delivery;
import dev.candor.respond.RespondWorld;
import dev.candor.tell.Tell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What readers press to get mails, and press again.
class SubscribeForwardTest {
    @SuppressWarnings("NullAway.Init")
    private RespondWorld world;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new RespondWorld(folder, "pages: [{name: Shop, slug: shop}]");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String asked(String method, String path, String query, String body) {
        return asked(world.tell, method, path, query, body);
    }

    private static String asked(Tell tell, String method, String path, String query, String body) {
        Forward.Answer answer = tell.forward()
                .answer(new Forward.Asked(
                        "shop", method, path, query, Map.of(), body.getBytes(StandardCharsets.UTF_8), "192.0.2.1"));
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private List<Delivery> mails() {
        return world.platform.ledger().read(tx -> world.platform.outbox().list(tx, "", "", Optional.empty(), 10));
    }

    private String token() {
        String link = String.valueOf(mails().getFirst().payload().get("link"));
        return link.substring(link.indexOf("token="));
    }

    @Test
    void a_link_that_did_its_work_says_so_when_it_is_pressed_again() {
        asked("POST", "subscribe", "", "email=dora%40shop.example");
        String token = token();
        assertThat(asked("GET", "subscribe/confirm", token, ""))
                .startsWith("200")
                .contains("<button>");
        assertThat(asked("POST", "subscribe/confirm", token, ""))
                .startsWith("200")
                .contains("Done.");
        world.clock.pass(Duration.ofHours(72));
        assertThat(asked("POST", "subscribe/confirm", token, ""))
                .startsWith("200")
                .contains("You are subscribed");
        assertThat(asked("GET", "subscribe/confirm", token, ""))
                .startsWith("200")
                .contains("You are subscribed")
                .doesNotContain("<button>");
    }

    @Test
    void without_a_mail_server_nobody_is_told_to_wait_for_a_mail() {
        Tell without = world.restarted(Ways.of(Optional.empty()));
        assertThat(asked(without, "POST", "subscribe", "", "email=dora%40shop.example"))
                .startsWith("503")
                .contains("No mails can be sent from here")
                .doesNotContain("mailbox");
        assertThat(mails()).isEmpty();
        asked("POST", "subscribe", "", "email=dora%40shop.example");
        String token = token();
        assertThat(asked(without, "GET", "subscribe/confirm", token, ""))
                .contains("No mails can be sent from here", "<button>Yes, once mails can be sent")
                .doesNotContain("whenever something happens");
        for (String said : List.of("Done. No mails", "You are subscribed. No mails")) {
            assertThat(asked(without, "POST", "subscribe/confirm", token, ""))
                    .contains(said)
                    .doesNotContain("whenever something happens");
        }
        assertThat(without.pages()
                        .model("shop", world.clock.instant())
                        .orElseThrow()
                        .policy()
                        .subscribable())
                .isFalse();
        assertThat(world.tell
                        .pages()
                        .model("shop", world.clock.instant())
                        .orElseThrow()
                        .policy()
                        .subscribable())
                .isTrue();
    }

    @Test
    void a_link_that_is_unknown_or_too_old_or_of_an_ended_subscription_is_refused() {
        assertThat(asked("POST", "subscribe/confirm", "token=unknown", "")).startsWith("410");
        asked("POST", "subscribe", "", "email=dora%40shop.example");
        String token = token();
        world.clock.pass(Duration.ofHours(72));
        assertThat(asked("POST", "subscribe/confirm", token, "")).startsWith("410");
    }
}
