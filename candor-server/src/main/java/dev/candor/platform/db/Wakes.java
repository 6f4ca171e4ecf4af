package dev.candor.platform.db;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who wants to hear of which topic after a commit.
public final class Wakes {
    private static final Logger LOG = LoggerFactory.getLogger(Wakes.class);
    private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();

    public void add(String topic, Runnable listener) {
        listeners.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(listener);
    }

    public void announce(Iterable<String> topics) {
        for (String topic : topics) {
            listeners.getOrDefault(topic, List.of()).forEach(listener -> run(topic, listener));
        }
    }

    /// The rows are committed: a listener that throws must not make it look otherwise, nor keep the others from
    /// hearing.
    private static void run(String topic, Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException bug) {
            LOG.error("A listener of {} threw", topic, bug);
        }
    }
}
