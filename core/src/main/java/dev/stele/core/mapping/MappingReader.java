package dev.stele.core.mapping;

import static java.util.Objects.requireNonNull;

import dev.stele.core.mapping.EntityMapping.EntityParts;
import dev.stele.core.mapping.EntityMapping.Roles;
import dev.stele.core.mapping.EntityMapping.TableName;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link MappingWriter} wrote; knows nothing of Hibernate. */
final class MappingReader {
    private final DataInputStream in;
    private final NamedClasses classes;

    private MappingReader(byte[] bytes, NamedClasses classes) {
        this.in = new DataInputStream(new ByteArrayInputStream(bytes));
        this.classes = classes;
    }

    /**
     * The mappings in their order.
     *
     * @throws IOException if the bytes end too early
     * @throws IllegalStateException if they name what does not exist
     */
    static List<EntityMapping> read(byte[] bytes, NamedClasses classes) throws IOException {
        MappingReader reader = new MappingReader(bytes, classes);
        return reader.list(reader::entity);
    }

    private EntityMapping entity() throws IOException {
        Class<?> type = type();
        TableName table = new TableName(in.readUTF(), in.readBoolean() ? in.readUTF() : null);
        IdMapping id = id();
        List<AttributeMapping> all = list(() -> {
            int part = in.readInt();
            return part < 0 ? attribute() : id.attributes().get(part);
        });
        Map<String, AttributeMapping> attributes = new LinkedHashMap<>();
        all.forEach(attribute -> attributes.put(attribute.name(), attribute));
        Map<String, CollectionMapping> collections = new LinkedHashMap<>();
        list(this::collection).forEach(collection -> collections.put(collection.name(), collection));
        return new EntityMapping(new EntityParts(
                type,
                table,
                id,
                Collections.unmodifiableMap(attributes),
                Collections.unmodifiableMap(collections),
                roles(all),
                list(this::uniqueKey),
                list(in::readUTF)));
    }

    @SuppressWarnings("NullAway") // Hibernate leaves keys of natural ids without a name
    private UniqueKeyMapping uniqueKey() throws IOException {
        return new UniqueKeyMapping(in.readBoolean() ? in.readUTF() : null, list(in::readUTF));
    }

    private Roles roles(List<AttributeMapping> attributes) throws IOException {
        int version = in.readInt();
        int updatedAt = in.readInt();
        Map<String, String> expressions = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            expressions.put(in.readUTF(), in.readUTF());
        }
        return new Roles(at(attributes, version), at(attributes, updatedAt), Collections.unmodifiableMap(expressions));
    }

    private static @Nullable AttributeMapping at(List<AttributeMapping> attributes, int place) {
        return place < 0 ? null : attributes.get(place);
    }

    private IdMapping id() throws IOException {
        Class<?> javaType = type();
        boolean hasParts = in.readBoolean();
        List<String> names = list(in::readUTF);
        return new IdMapping(javaType, list(this::attribute), hasParts ? new IdParts(javaType, names) : null);
    }

    private AttributeMapping attribute() throws IOException {
        return new AttributeMapping(
                in.readUTF(), type(), columns(), in.readBoolean() ? type() : null, in.readBoolean(), in.readBoolean());
    }

    private CollectionMapping collection() throws IOException {
        return new CollectionMapping(in.readUTF(), type(), in.readUTF(), columns(), columns());
    }

    private List<ColumnMapping> columns() throws IOException {
        return list(() ->
                new ColumnMapping(in.readUTF(), in.readUTF(), in.readBoolean(), in.readBoolean(), codec(), limit()));
    }

    private ColumnMapping.@Nullable Limit limit() throws IOException {
        return in.readBoolean() ? new ColumnMapping.Limit(in.readInt(), in.readInt()) : null;
    }

    private ColumnCodec codec() throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case StoredCodec.BASIC -> requireNonNull(BasicCodec.of(type()));
            case StoredCodec.ENUM -> EnumCodec.of(type(), in.readUTF(), EnumCodec.Stored.valueOf(in.readUTF()));
            case StoredCodec.ARRAY -> requireNonNull(ArrayCodec.of(type(), codec()));
            case StoredCodec.JSON -> json();
            case StoredCodec.ENUMERATED_VALUE -> enumeratedValue();
            default -> throw new IllegalStateException("no codec of kind " + kind);
        };
    }

    private ConvertedCodec enumeratedValue() throws IOException {
        Class<?> javaType = type();
        return new ConvertedCodec(javaType, requireNonNull(EnumeratedValues.of(javaType, in.readUTF())), codec());
    }

    private JsonCodec json() throws IOException {
        Class<?> javaType = type();
        String sqlType = in.readUTF();
        return new JsonCodec(javaType, generic(), sqlType);
    }

    private Type generic() throws IOException {
        return in.readBoolean() ? new StoredType(type(), list(this::generic)) : type();
    }

    private Class<?> type() throws IOException {
        return classes.get(in.readUTF());
    }

    private <T> List<T> list(Part<T> part) throws IOException {
        int size = in.readInt();
        List<T> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(part.read());
        }
        return all;
    }

    /** Reads one element of a list. */
    private interface Part<T> {
        T read() throws IOException;
    }
}
