package dev.stele.examples.slow.healthy;

import dev.stele.core.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** What the families' tables hold, and which of it a round of the workload picks. */
final class Rows {
    static final int USERS = 2000;
    static final int TEAMS = 5000;

    private final List<Chat> chats;

    private Rows(List<Chat> chats) {
        this.chats = chats;
    }

    /** A thread with checkpoints, its team, and the team's owner. */
    record Chat(UUID thread, long team, long owner, String run) {}

    /** Fills the tables of a fresh database, past whatever listens to {@code database}'s statements. */
    static Rows fill(Database database) throws SQLException {
        DataSource source = database.dataSource();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(script());
            statement.execute("vacuum (analyze)");
            List<Chat> chats = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("""
                    select t.id, t.team_id, m.owner_id, c.metadata ->> 'run_id' from thread t join team m on m.id = t.team_id
                    join checkpoints c on c.thread_id = t.id and (c.metadata -> 'step')::int = 3
                    where m.owner_id < 1400
                    order by t.id limit 500
                    """)) {
                while (row.next()) {
                    chats.add(new Chat(row.getObject(1, UUID.class), row.getLong(2), row.getLong(3), row.getString(4)));
                }
            }
            return new Rows(List.copyOf(chats));
        }
    }

    /** Another one each round. */
    Chat chat(int round) {
        return chats.get(round % chats.size());
    }

    /** Another one each round, and none of those whose chats are picked. */
    Chat doomedChat(int round) {
        return chats.get(chats.size() - 1 - round % 200);
    }

    private static String script() {
        try (InputStream in = Rows.class.getResourceAsStream("/healthy-rows.sql")) {
            if (in == null) {
                throw new IllegalStateException("resource \"/healthy-rows.sql\" is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
