package dev.stele.core.mapping;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.ConfigurationException;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SerializedColumnTest {
    @Test
    void isRefusedSinceReadingItWouldMakeObjectsOfAnyClass() {
        assertThatThrownBy(
                        () -> EntityMappings.of(List.of(Parcel.class), Map.of()).close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("column \"parcel.content\" would hold serialized objects of"
                        + " dev.stele.core.mapping.SerializedColumnTest$Content\n"
                        + "  hint: map it as JSON, with @JdbcTypeCode(SqlTypes.JSON), or with an AttributeConverter");
    }

    @Entity(name = "Parcel")
    static class Parcel {
        @Id
        Long id;

        Content content;
    }

    static final class Content implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
