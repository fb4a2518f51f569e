package dev.stele.examples.benchmarks.whole;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stele.Stele;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.crud.Dao;
import dev.stele.examples.benchmarks.calls.PeerKind;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A process that makes one call and says so; {@link ColdStart} measures how long that takes. */
public final class FirstCall {
    static final String BY_HAND = "BY_HAND";
    static final String STELE_START = "STELE_START";

    private FirstCall() {}

    /** Finds note 42 by the peer named first; the address, user and password follow. */
    public static void main(String[] args) throws SQLException {
        switch (args[0]) {
            case BY_HAND -> byHand(args[1], args[2], args[3]);
            case STELE_START -> started(DatabaseConfig.of(args[1], args[2], args[3]));
            default -> by(PeerKind.valueOf(args[0]), DatabaseConfig.of(args[1], args[2], args[3]));
        }
    }

    /** Says that the call was made; whatever closes afterwards is not measured. */
    private static void tell(@Nullable Object found) {
        System.out.println(found == null ? "nothing" : ColdStart.FOUND);
        System.out.flush();
    }

    private static void byHand(String url, String user, String password) throws SQLException {
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl(url);
        settings.setUsername(user);
        settings.setPassword(password);
        settings.setMinimumIdle(1);
        try (HikariDataSource pool = new HikariDataSource(settings);
                Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select id, code, title, amount, body from note where id = ?")) {
            statement.setLong(1, 42);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                tell(row.getString(2));
            }
        }
    }

    private static void started(DatabaseConfig config) {
        try (Stele stele = Stele.start(config, Note.class)) {
            Dao<Note, Long> notes = stele.dao(Note.class);
            tell(notes.find(42L, Note.Out.class).orElse(null));
        }
    }

    private static void by(PeerKind kind, DatabaseConfig config) throws SQLException {
        try (Peer peer = kind.open(new Target(config, Target.Wire.PLAIN))) {
            tell(peer.find(42));
        }
    }
}
