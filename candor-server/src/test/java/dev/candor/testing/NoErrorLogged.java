package dev.candor.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/// Fails every test in which something was logged as ERROR that it did not declare with {@link ExpectedErrors}. Found
/// by JUnit itself.
public final class NoErrorLogged implements BeforeEachCallback, AfterEachCallback {
    private static final ConcurrentLinkedQueue<String> ERRORS = new ConcurrentLinkedQueue<>();

    static {
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLevel().isGreaterOrEqual(Level.ERROR)
                        && event.getLoggerName().startsWith("dev.candor")) {
                    var thrown = event.getThrowableProxy();
                    String cause = thrown == null ? "" : ": " + thrown.getClassName() + ": " + thrown.getMessage();
                    ERRORS.add(event.getLoggerName() + ": " + event.getFormattedMessage() + cause);
                }
            }
        };
        appender.start();
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.addAppender(appender);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ERRORS.clear();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> logged = new ArrayList<>(ERRORS);
        List<String> declared = context.getTestMethod()
                .map(method -> method.getAnnotation(ExpectedErrors.class))
                .or(() -> context.getTestClass().map(type -> type.getAnnotation(ExpectedErrors.class)))
                .map(expected -> List.of(expected.value()))
                .orElse(List.of());
        judge(logged, declared);
    }

    static void judge(List<String> logged, List<String> declared) {
        List<String> undeclared = logged.stream()
                .filter(line -> declared.stream().noneMatch(line::contains))
                .toList();
        if (!undeclared.isEmpty()) {
            throw new AssertionError("errors were logged that the test does not declare: " + undeclared);
        }
        List<String> missing = declared.stream()
                .filter(part -> logged.stream().noneMatch(line -> line.contains(part)))
                .toList();
        if (!missing.isEmpty()) {
            throw new AssertionError("declared errors that were never logged: " + missing);
        }
    }
}
