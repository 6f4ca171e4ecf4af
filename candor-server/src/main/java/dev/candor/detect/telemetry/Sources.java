package dev.candor.detect.telemetry;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Item;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Which configured log source a line belongs to. Of several that fit, one with a tag goes before one without, then
/// the narrower network, then the name.
record Sources(List<Item<LogSource>> all) {
    /// How narrow a source without networks is.
    private static final int ANYWHERE = -1;

    static Sources of(Catalog catalog) {
        return new Sources(catalog.all(LogSource.KIND));
    }

    /// The source of a syslog message.
    ///
    /// @param tag of its header, empty when it has none
    Optional<Item<LogSource>> ofSyslog(InetAddress sender, String tag) {
        Item<LogSource> best = null;
        int bestRank = Integer.MIN_VALUE;
        for (Item<LogSource> item : all) {
            LogSource source = item.value();
            boolean named = source.tag().isPresent();
            int narrow = narrowness(source, sender);
            boolean fits = (!named || source.tag().get().equals(tag))
                    && (narrow >= 0 || source.from().isEmpty());
            int rank = (named ? 1000 : 0) + narrow;
            if (fits && rank > bestRank) {
                best = item;
                bestRank = rank;
            }
        }
        return Optional.ofNullable(best);
    }

    /// The source of lines that came with a service's key: the one named, or the only one of the service.
    Optional<Item<LogSource>> ofService(String service, Optional<String> name) {
        List<Item<LogSource>> own = all.stream()
                .filter(item -> item.value().service().equals(service))
                .filter(item -> name.isEmpty() || name.get().equals(item.name()))
                .toList();
        return own.size() == 1 ? Optional.of(own.getFirst()) : Optional.empty();
    }

    private static int narrowness(LogSource source, InetAddress sender) {
        return source.from().stream()
                .filter(network -> network.contains(sender))
                .mapToInt(network -> network.prefix())
                .max()
                .orElse(ANYWHERE);
    }
}
