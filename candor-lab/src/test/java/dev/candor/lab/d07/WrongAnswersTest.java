package dev.candor.lab.d07;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class WrongAnswersTest {
    @Test
    @Tag("long")
    void a_deploy_that_answers_wrong_is_named_and_rolled_back_once() throws Exception {
        ShortRuns.pass(new WrongAnswers());
    }
}
