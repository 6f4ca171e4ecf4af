package dev.candor.respond.runbook;

import dev.candor.probe.HttpSpec;
import dev.candor.probe.SqlSpec;

/// Something to look at. Looking changes nothing; two equal looks see the same.
public sealed interface Look {
    record AtPool(Pool pool) implements Look {}

    record AtAddress(HttpSpec spec) implements Look {}

    record AtDatabase(SqlSpec query) implements Look {}
}
