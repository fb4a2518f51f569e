package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The price that is told, against indexes that are built. */
class IndexSizeTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @BeforeAll
    static void fill() {
        postgres.execute("create extension pg_trgm", """
                create table t as select i as id, i % 50 as few, (i * 7919) % 30011 as many, md5(i::text) as word,
                    'name ' || i % 1000 as name, now() - i * interval '1 second' as at, i % 3 = 0 as flag,
                    case when i % 10 = 0 then i end as rare, gen_random_uuid() as uid, i / 3.0 as amount,
                    jsonb_build_object('customer', i % 5000, 'kind', 'k' || i % 7, 'n', i) as labels,
                    array['t' || i % 3000, 'u' || i % 20] as tags
                from generate_series(1, 60000) i""", "analyze t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(id)",
                "(few)",
                "(many)",
                "(word)",
                "(name)",
                "(at desc)",
                "(flag)",
                "(uid)",
                "(few, at desc, id desc)",
                "(few, flag)",
                "(name, word)",
                "(flag, id)",
                "(rare) where rare is not null",
                "(id) include (word)",
                "(id) where flag"
            })
    void aTreeIsBuiltWithinAFactorOfOneAndAHalf(String definition) throws SQLException {
        assertThat(factor(definition)).isBetween(1 / 1.5, 1.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "using gin (word gin_trgm_ops)",
                "using gin (name gin_trgm_ops)",
                "using gin (labels jsonb_path_ops)",
                "using gin (labels)",
                "using gin (tags)"
            })
    void aSearchIndexIsBuiltWithinAFactorOfFour(String definition) throws SQLException {
        assertThat(factor(definition)).isBetween(1 / 4.0, 4.0);
    }

    private static double factor(String definition) throws SQLException {
        postgres.execute("drop index if exists built", "create index built on t " + definition);
        try (Connection connection = postgres.connect()) {
            KnownSchema schema = SchemaReader.read(connection, List.of());
            ServerIndex built =
                    schema.index(new Prover.Table("public", "t"), "built").orElseThrow();
            // The server prints a predicate in parentheses or not; the rules write it without.
            String predicate = built.shape().predicate().replaceAll("[()]", "").replace("IS NOT NULL", "is not null");
            IndexShape shape = built.shape().withPredicate(predicate);
            double estimated = new IndexSize(schema.table(built.shape().table()).orElseThrow()).bytes(shape);
            return estimated / built.use().bytes();
        }
    }
}
