package dev.candor.catalog;

import dev.candor.platform.db.Tx;

/// Running numbers people can say on the phone: alert 17, incident 4.
public final class Numbers {
    private Numbers() {}

    /// The next number of `name`, from 1.
    public static long next(Tx tx, String name) {
        return tx.one(
                        "INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value",
                        row -> row.number("value"),
                        name)
                .orElseThrow();
    }
}
