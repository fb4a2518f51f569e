package dev.stele.migrations;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A pool of one: {@code close} hands the connection back and leaves it open. */
final class OneConnection implements DataSource {
    private final Connection connection;
    private final Consumer<String> statements;

    OneConnection(Connection connection) {
        this(connection, sql -> {});
    }

    /** Tells {@code statements} the text of every statement that is run or prepared. */
    OneConnection(Connection connection, Consumer<String> statements) {
        this.connection = connection;
        this.statements = statements;
    }

    @Override
    public Connection getConnection() {
        return watched(Connection.class, connection);
    }

    private <T> T watched(Class<T> type, T target) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && type == Connection.class) {
                        return null;
                    }
                    if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
                        statements.accept(sql);
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return method.getName().equals("createStatement")
                                ? watched(Statement.class, (Statement) result)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public Connection getConnection(String user, String password) {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
