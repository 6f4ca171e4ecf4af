package dev.candor.platform.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A running transaction: statements with their arguments, rows with their mapping.
///
/// Arguments may be `String`, `Long`, `Integer`, `Boolean` (stored as 0 or 1), `Instant` (epoch milliseconds), `UUID`
/// and enums (text), `byte[]`, an `Optional` of these, or null.
public final class Tx {
    private static final int LONGEST_ANSWER = 200_000;
    private final Connection connection;
    private final Engine engine;
    private final Set<String> woken = new LinkedHashSet<>();

    public Tx(Connection connection, Engine engine) {
        this.connection = connection;
        this.engine = engine;
    }

    public Engine engine() {
        return engine;
    }

    /// Announces `topic` after the commit, so that the loop that waits for it runs at once instead of at its next
    /// poll.
    public void wake(String topic) {
        woken.add(topic);
    }

    public Set<String> woken() {
        return woken;
    }

    /// From here to the end of the transaction, nobody else is behind the same call with this name: what is looked up
    /// after it stays true until the commit. For decisions that rest on many rows.
    public void lock(String name) {
        engine.lock().ifPresent(sql -> count(sql, name));
    }

    /// Runs a statement that changes rows; gives how many.
    public int update(String sql, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepared(sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw DatabaseException.of(firstLine(sql), failure);
        }
    }

    /// All rows of the answer, in order. Statements carry their own LIMIT; 200,000 rows are a bug.
    public <T> List<T> list(String sql, Function<Row, T> mapping, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepared(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            var answer = new ArrayList<T>();
            var row = new Row(rows);
            while (rows.next()) {
                answer.add(mapping.apply(row));
                if (answer.size() > LONGEST_ANSWER) {
                    throw new IllegalStateException("answer without a limit: " + firstLine(sql));
                }
            }
            return answer;
        } catch (SQLException failure) {
            throw DatabaseException.of(firstLine(sql), failure);
        }
    }

    /// The first row of the answer.
    public <T> Optional<T> one(String sql, Function<Row, T> mapping, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepared(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(mapping.apply(new Row(rows))) : Optional.empty();
        } catch (SQLException failure) {
            throw DatabaseException.of(firstLine(sql), failure);
        }
    }

    /// The single number of `SELECT count(*) AS n …` and its like; the column is called `n`.
    public long count(String sql, @Nullable Object... arguments) {
        return one(sql, row -> row.number("n"), arguments).orElse(0L);
    }

    private PreparedStatement prepared(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < arguments.length; i++) {
                bind(statement, i + 1, arguments[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException failure) {
            statement.close();
            throw failure;
        }
    }

    private static void bind(PreparedStatement statement, int at, @Nullable Object argument) throws SQLException {
        switch (argument) {
            case null -> statement.setNull(at, Types.NULL);
            // PostgreSQL has no NUL in texts. What a machine sent must not keep everything behind it from being stored.
            case String text -> statement.setString(at, text.replace('\0', '\uFFFD'));
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setInt(at, number); // PostgreSQL has no substr(text, bigint)
            case Boolean flag -> statement.setLong(at, flag ? 1 : 0);
            case Instant instant -> statement.setLong(at, instant.toEpochMilli());
            case UUID id -> statement.setString(at, id.toString());
            case Enum<?> word -> statement.setString(at, word.name().toLowerCase(java.util.Locale.ROOT));
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Optional<?> optional -> bind(statement, at, optional.orElse(null));
            default -> throw new IllegalArgumentException("cannot bind " + argument.getClass());
        }
    }

    private static String firstLine(String sql) {
        String line = sql.strip().lines().findFirst().orElse("");
        return line.length() > 80 ? line.substring(0, 80) : line;
    }
}
