package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is predicted of a statement is what the server does. */
class ProbesTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String SETUP = resource("probe-setup.sql");

    @BeforeEach
    void prepare() {
        postgres.execute(
                "drop schema if exists elsewhere cascade",
                "drop schema if exists fresh cascade",
                "drop schema public cascade",
                "create schema public",
                SETUP);
    }

    static Stream<Arguments> probes() {
        List<Arguments> found = new ArrayList<>();
        String[] lines = resource("probes.txt").split("\n");
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isEmpty() || lines[i].startsWith("#") || lines[i].startsWith("+")) {
                continue;
            }
            boolean prepared = i + 1 < lines.length && lines[i + 1].startsWith("+");
            found.add(Arguments.of(lines[i], prepared ? lines[i + 1].substring(2) : "select 1"));
        }
        return found.stream();
    }

    @Test
    void atLeastNinetyKindsOfStatementsAreProbed() {
        assertThat(probes()).hasSizeGreaterThanOrEqualTo(90);
    }

    @ParameterizedTest
    @MethodSource("probes")
    void predictedIsMeasured(String sql, String preparation) throws SQLException {
        postgres.execute(preparation);

        assertThat(predicted(sql))
                .as("on PostgreSQL " + postgres.majorVersion())
                .isEqualTo(measured(sql));
    }

    private static Effect predicted(String sql) throws SQLException {
        Schema schema = new Schema();
        try (Connection connection = postgres.connect()) {
            LiveCatalog.read(connection, schema, new HashMap<>());
        }
        return effect(Prediction.of(statement(sql), schema));
    }

    private static Effect measured(String sql) throws SQLException {
        try (Meter meter = new Meter(postgres.dataSource())) {
            return effect(
                    meter.measure(statement(sql), sql, predicted(sql).locks().keySet()));
        }
    }

    private static Effect effect(Effects effects) {
        return effects.at(new Place("", 1, 1), "", Effect.Source.PREDICTED);
    }

    private static Statement statement(String sql) {
        Parsed parsed = StatementParser.parse(
                Splitter.split(new Lexer(sql), comment -> {}).get(0));
        assertThat(parsed.faults()).isEmpty();
        return parsed.statement();
    }

    static String resource(String name) {
        try (InputStream in = ProbesTest.class.getResourceAsStream("/review/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
