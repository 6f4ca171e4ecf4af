package dev.candor.tell.page;

import dev.candor.page.BulletinModel;
import dev.candor.page.IncidentModel;
import dev.candor.platform.db.Tx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What learning adds to a page: imported incidents and published postmortems. `tell` asks through this port and
/// knows nothing of where they come from.
public interface History {
    History NONE = new History() {
        @Override
        public List<IncidentModel> imported(Tx tx, String page) {
            return List.of();
        }

        @Override
        public Optional<String> postmortem(Tx tx, UUID incident) {
            return Optional.empty();
        }
    };

    /// In the order they are shown.
    List<IncidentModel> imported(Tx tx, String page);

    /// Published weeks, the newest first.
    default List<BulletinModel> bulletins(Tx tx, String page) {
        return List.of();
    }

    /// The published postmortem's Markdown.
    Optional<String> postmortem(Tx tx, UUID incident);
}
