package dev.candor.app.console.form;

import dev.candor.detect.monitor.Monitor;
import dev.candor.platform.auth.Resource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The form of a monitor: a shape for each thing it can look at.
final class MonitorForm {
    private MonitorForm() {}

    static Form of() {
        return new Form(
                Monitor.KIND,
                Resource.MONITORS,
                "/monitors",
                "/monitors",
                "Monitors",
                "Looks at an address again and again, and wakes somebody when it fails.",
                List.of(
                        HttpForms.address(),
                        HttpForms.page(),
                        StepsForm.of(),
                        AgreementForm.of(),
                        LagForms.freshness(),
                        LagForms.queue(),
                        DatabaseForms.query(),
                        DatabaseForms.postgres(),
                        HttpForms.health(),
                        HeartbeatForm.of()));
    }

    static Predicate<Map<String, @Nullable Object>> kind(String kind) {
        return document -> kind.equals(document.get("kind"));
    }
}
