package dev.stele.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.error.ConfigurationException;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListBesideJsonTest {
    @Test
    void aListThatWouldBecomeJsonByAccidentIsRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> EntityMappings.of(List.of(Twins.class)))
                .withMessageContaining("Twins.words would be stored as JSON, since another attribute of its type is\n"
                        + "  hint: make it a Java array for an array, or say @JdbcTypeCode(SqlTypes.JSON) here too");
    }

    @Test
    void anArrayStandsBesideAListInJson() {
        try (EntityMappings mappings = EntityMappings.of(List.of(Apart.class))) {
            EntityMapping apart = mappings.get(Apart.class);

            assertThat(apart.attributes().get("words").column().codec()).isInstanceOf(ArrayCodec.class);
            assertThat(apart.attributes().get("json").column().codec()).isInstanceOf(JsonCodec.class);
        }
    }

    @Entity
    static class Twins {
        @Id
        long id;

        @JdbcTypeCode(SqlTypes.JSON)
        @Nullable
        List<String> json;

        @Nullable
        List<String> words;
    }

    @Entity
    static class Apart {
        @Id
        long id;

        @JdbcTypeCode(SqlTypes.JSON)
        @Nullable
        List<String> json;

        String @Nullable [] words;
    }
}
