package dev.candor.respond.gate;

/// How PostgreSQL locks a table (its manual, chapter "Explicit Locking"), as far as others wait for it.
public enum Lock {
    NONE("nothing", "nobody waits"),
    ROW_EXCLUSIVE("ROW EXCLUSIVE", "others read and write other rows"),
    SHARE_UPDATE_EXCLUSIVE("SHARE UPDATE EXCLUSIVE", "others read and write, other changes of the table wait"),
    SHARE("SHARE", "nobody writes"),
    SHARE_ROW_EXCLUSIVE("SHARE ROW EXCLUSIVE", "nobody writes"),
    EXCLUSIVE("EXCLUSIVE", "nobody writes"),
    ACCESS_EXCLUSIVE("ACCESS EXCLUSIVE", "nobody reads or writes");

    private final String sql;
    private final String effect;

    Lock(String sql, String effect) {
        this.sql = sql;
        this.effect = effect;
    }

    /// As in `LOCK TABLE … IN … MODE`.
    public String sql() {
        return sql;
    }

    /// What others feel.
    public String effect() {
        return effect;
    }

    /// As `pg_locks.mode` has it.
    public String inPgLocks() {
        var name = new StringBuilder();
        for (String word : sql.split(" ")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return name + "Lock";
    }

    /// Whether people who use the table notice.
    public boolean stopsOthers() {
        return compareTo(SHARE) >= 0;
    }
}
