package dev.candor.platform.db;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Who wants to hear of which topic after a commit.
public final class Wakes {
    private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();

    public void add(String topic, Runnable listener) {
        listeners.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(listener);
    }

    public void announce(Iterable<String> topics) {
        for (String topic : topics) {
            listeners.getOrDefault(topic, List.of()).forEach(Runnable::run);
        }
    }
}
