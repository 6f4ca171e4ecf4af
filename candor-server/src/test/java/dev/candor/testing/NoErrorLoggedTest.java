package dev.candor.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NoErrorLoggedTest {
    @Test
    @ExpectedErrors("the cellar is wet")
    void a_declared_error_passes_and_proves_that_the_extension_is_registered() {
        assertThatCode(() -> LoggerFactory.getLogger("dev.candor.test").error("the cellar is wet"))
                .doesNotThrowAnyException();
    }

    @Test
    void an_undeclared_error_fails_the_test() {
        assertThatThrownBy(() -> NoErrorLogged.judge(List.of("x: boom"), List.of("wet")))
                .hasMessageContaining("boom");
    }

    @Test
    void a_declared_error_that_never_came_fails_the_test() {
        assertThatThrownBy(() -> NoErrorLogged.judge(List.of(), List.of("wet"))).hasMessageContaining("wet");
    }
}
