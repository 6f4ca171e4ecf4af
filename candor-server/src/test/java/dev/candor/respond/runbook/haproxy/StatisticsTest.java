package dev.candor.respond.runbook.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.respond.runbook.Seen;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final String INFO = "Name: HAProxy\nPid: 4711\nUptime_sec: 7200\n";
    private static final String STATE = """
            1
            # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result
            3 app 1 a 127.0.0.1 2 8 1 1 4 8 2
            3 app 2 b 127.0.0.1 2 0 1 1 900 8 2
            4 other 1 a 127.0.0.1 0 1 1 1 1 8 2
            """;
    private static final String STAT = """
            # pxname,svname,qcur,qmax,scur,smax
            f,FRONTEND,,,3,9
            app,a,0,0,2,4
            app,b,0,0,1,4
            app,BACKEND,0,0,3,9
            """;

    @Test
    void servers_are_read_with_what_they_are_told_and_what_they_still_do() throws Exception {
        Seen.Servers seen = Statistics.read("app", INFO, STATE, STAT, INFO);
        assertThat(seen.pid()).isEqualTo(4711);
        assertThat(seen.servers()).containsOnlyKeys("a", "b");
        assertThat(seen.servers().values())
                .first()
                .extracting(Seen.Server::words)
                .isEqualTo("drain, 2 requests under way, changed 4 s ago");
        assertThat(seen.serving("")).isEqualTo(1);
    }

    @Test
    void half_answers_and_lies_are_never_believed() {
        var broken = List.of(
                List.of("", STATE, STAT),
                List.of(INFO, "Can't find backend.\n", STAT),
                List.of(INFO, "", STAT),
                List.of(INFO, STATE.substring(0, STATE.indexOf("4 8 2\n3")), STAT),
                List.of(INFO, STATE.replace(" 2 8 1", " two 8 1"), STAT),
                List.of(INFO, STATE, "No such command\n"),
                List.of(INFO, STATE, STAT.replace("app,a,0,0,2", "app,a,0,0,-2")),
                List.of(INFO, STATE, STAT.replace("app,b", "app,c")),
                List.of(INFO, STATE.replace("3 app", "3 appp"), STAT));
        for (List<String> answers : broken) {
            assertThatThrownBy(() ->
                            Statistics.read("app", answers.get(0), answers.get(1), answers.get(2), answers.get(0)))
                    .as(answers.toString())
                    .isInstanceOf(Statistics.Unreadable.class);
        }
    }
}
