package dev.stele.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.models.ApiKey;
import dev.stele.models.ChatThread;
import dev.stele.models.Checkpoint;
import dev.stele.models.CheckpointBlob;
import dev.stele.models.CheckpointWrite;
import dev.stele.models.Member;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Upload;
import dev.stele.models.User;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W17: the model and the migrations say the same. */
class ModelMatchesSchemaTest {
    private static final List<Class<?>> ENTITIES = List.of(
            User.class,
            Team.class,
            Member.class,
            Skill.class,
            Upload.class,
            ChatThread.class,
            Checkpoint.class,
            CheckpointBlob.class,
            CheckpointWrite.class,
            ApiKey.class);

    @RegisterExtension
    static final PostgresExtension migrated = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final PostgresExtension exported = PostgresExtension.freshDatabase();

    @BeforeAll
    static void build() {
        SchemaChangeset.all().forEach(changeset -> changeset.apply(migrated));
        boot(exported, "create-only").close();
    }

    @Test
    void hibernateAcceptsTheMigratedSchema() {
        assertThat(boot(migrated, "validate")).satisfies(SessionFactory::close);
    }

    @Test
    void columnsAreThoseOfTheModel() {
        assertThat(Catalog.lines(migrated, Catalog.COLUMNS)).isEqualTo(Catalog.lines(exported, Catalog.COLUMNS));
    }

    @Test
    void defaultsAreThoseOfTheModel() {
        assertThat(Catalog.lines(migrated, Catalog.DEFAULTS)).isEqualTo(Catalog.lines(exported, Catalog.DEFAULTS));
    }

    @Test
    void constraintsAreThoseOfTheModel() {
        assertThat(constraints(migrated)).isEqualTo(constraints(exported));
    }

    @Test
    void indexesAreThoseOfTheModelAndOneForMetadata() {
        List<String> ofTheModel = Catalog.lines(exported, Catalog.INDEXES);

        assertThat(Catalog.lines(migrated, Catalog.INDEXES))
                .containsAll(ofTheModel)
                .filteredOn(index -> !ofTheModel.contains(index))
                // JPA has no word for an access method.
                .containsExactly("index CREATE INDEX checkpoints_metadata_idx ON public.checkpoints"
                        + " USING gin (metadata jsonb_path_ops)");
    }

    private static List<String> constraints(PostgresExtension postgres) {
        return Catalog.lines(postgres, Catalog.CONSTRAINTS).stream()
                // Hibernate makes a constraint of what JPA calls a unique index; the indexes are compared above.
                .filter(line -> !line.startsWith("constraint user.ix_user_email "))
                .map(ModelMatchesSchemaTest::sortValues)
                .toList();
    }

    /** Hibernate writes the values of an enum in the order of a hash table. */
    private static String sortValues(String constraint) {
        return Pattern.compile("(?<=ARRAY\\[)[^]]*")
                .matcher(constraint)
                .replaceAll(values ->
                        Arrays.stream(values.group().split(", ")).sorted().collect(Collectors.joining(", ")));
    }

    private static SessionFactory boot(PostgresExtension postgres, String action) {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("jakarta.persistence.nonJtaDataSource", postgres.dataSource());
        settings.put("hibernate.hbm2ddl.auto", action);
        settings.put("hibernate.hbm2ddl.halt_on_error", true);
        // Hibernate packs columns by size, those of primary keys too; a key's order is what its index can serve.
        settings.put("hibernate.column_ordering_strategy", "legacy");
        StandardServiceRegistry registry =
                new StandardServiceRegistryBuilder().applySettings(settings).build();
        MetadataSources sources = new MetadataSources(registry);
        ENTITIES.forEach(sources::addAnnotatedClass);
        return sources.buildMetadata().buildSessionFactory();
    }
}
