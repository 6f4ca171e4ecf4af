package dev.candor.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The two mechanical rules: who may know whom, and where time and chance come from.
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.candor");

    /// A package imports from its left, never from its right.
    private static final List<String> ORDER = List.of(
            "base",
            "probe",
            "telemetry",
            "page",
            "platform",
            "catalog",
            "detect",
            "paging",
            "respond",
            "tell",
            "learn",
            "app");

    /// Where time and chance come from, except for the two packages that wrap them.
    private static final List<String> FORBIDDEN_CALLS = List.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.LocalTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.InstantSource.system",
            "java.time.Clock.systemUTC",
            "java.time.Clock.system",
            "java.time.Clock.systemDefaultZone",
            "java.lang.Thread.sleep",
            "java.util.Random.<init>",
            "java.security.SecureRandom.<init>",
            "java.util.SplittableRandom.<init>",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID");

    private static final Set<String> SOURCES = Set.of("dev.candor.base.time", "dev.candor.base.ids");

    @Test
    void a_package_knows_only_those_on_its_left() {
        var wrong = new ArrayList<String>();
        for (JavaClass type : PRODUCT) {
            int own = place(type);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (own >= 0 && place(dependency.getTargetClass()) > own) {
                    wrong.add(dependency.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static int place(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 2 && type.getPackageName().startsWith("dev.candor.") ? ORDER.indexOf(parts[2]) : -1;
    }

    @Test
    void time_and_chance_come_from_one_place() {
        var wrong = new ArrayList<String>();
        for (JavaClass type : PRODUCT) {
            if (SOURCES.contains(type.getPackageName())) {
                continue;
            }
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                String called = access.getTargetOwner().getFullName() + "."
                        + access.getTarget().getName();
                if (FORBIDDEN_CALLS.contains(called)) {
                    wrong.add(access.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void the_rules_look_at_the_product_and_would_see_a_breach() {
        assertThat(PRODUCT.size()).isGreaterThan(200);
        JavaClasses breach = new ClassFileImporter().importClasses(Breach.class);
        assertThat(breach.get(Breach.class).getAccessesFromSelf())
                .anyMatch(access -> FORBIDDEN_CALLS.contains(access.getTargetOwner()
                                .getFullName() + "." + access.getTarget().getName()));
        assertThat(place(PRODUCT.get("dev.candor.platform.db.Tx")))
                .isLessThan(place(PRODUCT.get("dev.candor.detect.Signal")));
    }

    private static final class Breach {
        static long planted() {
            return System.nanoTime();
        }
    }
}
