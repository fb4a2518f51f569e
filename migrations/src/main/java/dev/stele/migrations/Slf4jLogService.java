package dev.stele.migrations;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sends what Liquibase logs to SLF4J, one level quieter: its progress is not the application's news. */
final class Slf4jLogService extends AbstractLogService {
    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE;
    }

    @Override
    @SuppressWarnings("rawtypes") // Liquibase's signature
    public Logger getLog(Class type) {
        return new Slf4jLogger(LoggerFactory.getLogger(type));
    }

    @SuppressWarnings("try") // Liquibase's close() may throw anything
    private static final class Slf4jLogger extends AbstractLogger {
        private final org.slf4j.Logger target;

        Slf4jLogger(org.slf4j.Logger target) {
            this.target = target;
        }

        @Override
        public void log(Level level, @Nullable String message, @Nullable Throwable e) {
            if (level.equals(Level.OFF)) {
                // what nobody shall see, though OFF is the highest of all numbers
                return;
            }
            if (level.intValue() >= Level.SEVERE.intValue()) {
                target.error(message, e);
            } else if (level.intValue() >= Level.WARNING.intValue()) {
                target.warn(message, e);
            } else if (level.intValue() >= Level.INFO.intValue()) {
                target.debug(message, e);
            } else {
                target.trace(message, e);
            }
        }
    }
}
