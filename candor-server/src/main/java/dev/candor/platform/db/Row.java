package dev.candor.platform.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One row of an answer, by column name. Asking a NULL column with a plain accessor is a bug and throws.
public final class Row {
    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    public String text(String column) {
        return present(column, textOrNull(column));
    }

    public Optional<String> optionalText(String column) {
        return Optional.ofNullable(textOrNull(column));
    }

    public long number(String column) {
        try {
            long number = rows.getLong(column);
            if (rows.wasNull()) {
                throw new IllegalStateException("column " + column + " is NULL");
            }
            return number;
        } catch (SQLException failure) {
            throw DatabaseException.of("column " + column, failure);
        }
    }

    public int integer(String column) {
        return Math.toIntExact(number(column));
    }

    public boolean flag(String column) {
        return number(column) != 0;
    }

    public UUID uuid(String column) {
        return UUID.fromString(text(column));
    }

    public Optional<UUID> optionalUuid(String column) {
        return optionalText(column).map(UUID::fromString);
    }

    /// From epoch milliseconds.
    public Instant instant(String column) {
        return present(column, instantOrNull(column));
    }

    public Optional<Instant> optionalInstant(String column) {
        return Optional.ofNullable(instantOrNull(column));
    }

    public byte[] bytes(String column) {
        try {
            return present(column, rows.getBytes(column));
        } catch (SQLException failure) {
            throw DatabaseException.of("column " + column, failure);
        }
    }

    private @Nullable String textOrNull(String column) {
        try {
            return rows.getString(column);
        } catch (SQLException failure) {
            throw DatabaseException.of("column " + column, failure);
        }
    }

    private @Nullable Instant instantOrNull(String column) {
        try {
            long millis = rows.getLong(column);
            return rows.wasNull() ? null : Instant.ofEpochMilli(millis);
        } catch (SQLException failure) {
            throw DatabaseException.of("column " + column, failure);
        }
    }

    private static <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("column " + column + " is NULL");
        }
        return value;
    }
}
