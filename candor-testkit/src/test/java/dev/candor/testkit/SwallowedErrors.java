package dev.candor.testkit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Loops log a bug and go on, so that one bad row does not keep the others back. In a seed such a line is a finding.
/// Faults of the database are expected.
final class SwallowedErrors extends AppenderBase<ILoggingEvent> {
    private static final int ENOUGH = 5;

    /// Handed on to every thread a seed starts.
    private static final InheritableThreadLocal<@Nullable List<String>> SEEN = new InheritableThreadLocal<>();

    static {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var appender = new SwallowedErrors();
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    /// From now on errors of this thread and of those it starts are kept in the list given back.
    static List<String> listen() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        SEEN.set(seen);
        return seen;
    }

    @Override
    protected void append(ILoggingEvent event) {
        List<String> seen = SEEN.get();
        IThrowableProxy cause = event.getThrowableProxy();
        if (seen != null
                && seen.size() < ENOUGH
                && cause != null
                && event.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.ERROR)
                && !cause.getClassName().endsWith("DatabaseException")) {
            seen.add("an error was only logged: " + event.getFormattedMessage() + ": " + cause.getClassName() + " "
                    + cause.getMessage());
        }
    }
}
