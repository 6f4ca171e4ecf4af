package dev.candor.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logging to standard error, set up in code: reading an XML file for it took a third of the start.
///
/// `CANDOR_LOG` is the level (INFO unless told), `CANDOR_LOG_FORMAT` is `text` or `json`.
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String APPENDER = "stderr";
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level [%thread] %logger{20}: %msg%n%ex";

    /// These say with a line as long as the request that a request was nonsense: whoever likes could fill the disk.
    private static final List<String> ABOUT_STRANGERS =
            List.of("org.eclipse.jetty.http.HttpParser", "org.eclipse.jetty.util.HostPort");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setName(APPENDER);
        appender.setEncoder(encoder(context, "json".equals(System.getenv("CANDOR_LOG_FORMAT"))));
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(System.getenv("CANDOR_LOG"), Level.INFO));
        root.addAppender(appender);
        for (String noisy :
                new String[] {"org.eclipse.jetty", "com.zaxxer.hikari", "org.flywaydb", "org.xbill", "com.password4j"
                }) {
            context.getLogger(noisy).setLevel(Level.WARN);
        }
        ABOUT_STRANGERS.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// What the settings say, once they are read; until then the variables hold.
    public static void apply(Settings.Log log) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(log.level(), Level.INFO));
        if (root.getAppender(APPENDER) instanceof ConsoleAppender<ILoggingEvent> appender) {
            appender.setEncoder(encoder(context, log.json()));
        }
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean asJson) {
        if (asJson) {
            var json = new JsonEncoder();
            json.setContext(context);
            json.start();
            return json;
        }
        var text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(PATTERN);
        text.start();
        return text;
    }
}
