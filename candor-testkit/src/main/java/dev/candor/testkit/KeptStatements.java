package dev.candor.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A connection that prepares each statement once: preparing is most of what a small statement in memory costs.
final class KeptStatements {
    private final Connection real;
    private final Map<String, PreparedStatement> kept = new HashMap<>();

    private KeptStatements(Connection real) {
        this.real = real;
    }

    static Connection over(Connection real) {
        var statements = new KeptStatements(real);
        return (Connection) Proxy.newProxyInstance(
                KeptStatements.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (_, method, arguments) -> statements.call(method, arguments));
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("prepareStatement") && arguments != null && arguments.length == 1) {
            String sql = (String) arguments[0];
            PreparedStatement statement = kept.get(sql);
            if (statement == null) {
                statement = neverClosed(real.prepareStatement(sql));
                kept.put(sql, statement);
            }
            return statement;
        }
        return pass(real, method, arguments);
    }

    private static PreparedStatement neverClosed(PreparedStatement statement) throws SQLException {
        return (PreparedStatement) Proxy.newProxyInstance(
                KeptStatements.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (_, method, arguments) -> method.getName().equals("close") ? null : pass(statement, method, arguments));
    }

    private static @Nullable Object pass(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }
}
