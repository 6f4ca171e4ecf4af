package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.util.HostPort;
import org.junit.jupiter.api.Test;

class LogSetupTest {
    @Test
    void nonsense_from_strangers_fills_no_log_and_the_rest_of_the_web_server_still_warns() {
        var context = new LoggerContext();
        try {
            new LogSetup().configure(context);
            for (Class<?> talkative : new Class<?>[] {HttpParser.class, HostPort.class}) {
                assertThat(context.getLogger(talkative).isEnabledFor(Level.WARN))
                        .as(talkative.getName())
                        .isFalse();
            }
            assertThat(context.getLogger("org.eclipse.jetty.server.Server").isWarnEnabled())
                    .isTrue();
        } finally {
            context.stop();
        }
    }
}
