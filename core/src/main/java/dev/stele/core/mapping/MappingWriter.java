package dev.stele.core.mapping;

import dev.stele.core.mapping.EntityMapping.EntityParts;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes mappings so that {@link MappingReader} makes the same of it; knows nothing of Hibernate. */
final class MappingWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final NamedClasses classes;

    private MappingWriter(NamedClasses classes) {
        this.classes = classes;
    }

    /**
     * The mappings as bytes.
     *
     * @throws NotStored if one of them cannot do without Hibernate
     */
    static byte[] write(Collection<EntityMapping> mappings, NamedClasses classes) throws IOException, NotStored {
        MappingWriter writer = new MappingWriter(classes);
        writer.out.writeInt(mappings.size());
        for (EntityMapping mapping : mappings) {
            writer.entity(mapping.parts());
        }
        return writer.bytes.toByteArray();
    }

    private void entity(EntityParts entity) throws IOException, NotStored {
        type(entity.type());
        out.writeUTF(entity.table().name());
        text(entity.table().schema());
        id(entity.id());
        List<AttributeMapping> attributes = new ArrayList<>(entity.attributes().values());
        out.writeInt(attributes.size());
        for (AttributeMapping attribute : attributes) {
            int part = place(entity.id().attributes(), attribute);
            out.writeInt(part);
            if (part < 0) {
                attribute(attribute);
            }
        }
        out.writeInt(entity.collections().size());
        for (CollectionMapping collection : entity.collections().values()) {
            collection(collection);
        }
        out.writeInt(place(attributes, entity.roles().version()));
        out.writeInt(place(attributes, entity.roles().updatedAt()));
        var expressions = entity.roles().insertExpressions().entrySet();
        out.writeInt(expressions.size());
        for (var expression : expressions) {
            out.writeUTF(expression.getKey());
            out.writeUTF(expression.getValue());
        }
        out.writeInt(entity.uniqueKeys().size());
        for (UniqueKeyMapping key : entity.uniqueKeys()) {
            text(key.name());
            texts(key.columns());
        }
        texts(entity.unserved());
    }

    private void id(IdMapping id) throws IOException, NotStored {
        type(id.javaType());
        out.writeBoolean(id.hasParts());
        texts(id.partNames());
        out.writeInt(id.attributes().size());
        for (AttributeMapping attribute : id.attributes()) {
            attribute(attribute);
        }
    }

    private void attribute(AttributeMapping attribute) throws IOException, NotStored {
        out.writeUTF(attribute.name());
        type(attribute.javaType());
        columns(attribute.columns());
        out.writeBoolean(attribute.target() != null);
        if (attribute.target() != null) {
            type(attribute.target());
        }
        out.writeBoolean(attribute.insertable());
        out.writeBoolean(attribute.updatable());
    }

    private void collection(CollectionMapping collection) throws IOException, NotStored {
        out.writeUTF(collection.name());
        type(collection.target());
        out.writeUTF(collection.table());
        columns(collection.ownerColumns());
        columns(collection.elementColumns());
    }

    private void columns(List<ColumnMapping> columns) throws IOException, NotStored {
        out.writeInt(columns.size());
        for (ColumnMapping column : columns) {
            out.writeUTF(column.name());
            out.writeUTF(column.sql());
            out.writeBoolean(column.nullable());
            out.writeBoolean(column.defaulted());
            codec(column.codec());
            ColumnMapping.Limit limit = column.limit();
            out.writeBoolean(limit != null);
            if (limit != null) {
                out.writeInt(limit.most());
                out.writeInt(limit.scale());
            }
        }
    }

    private void codec(ColumnCodec codec) throws IOException, NotStored {
        if (codec instanceof BasicCodec) {
            out.writeByte(StoredCodec.BASIC);
            type(codec.javaType());
        } else if (codec instanceof EnumCodec constants) {
            out.writeByte(StoredCodec.ENUM);
            type(codec.javaType());
            out.writeUTF(codec.sqlType());
            out.writeUTF(constants.stored().name());
        } else if (codec instanceof ArrayCodec array) {
            out.writeByte(StoredCodec.ARRAY);
            type(codec.javaType());
            codec(array.element());
        } else if (codec instanceof JsonCodec json) {
            out.writeByte(StoredCodec.JSON);
            type(codec.javaType());
            out.writeUTF(codec.sqlType());
            generic(json.target());
        } else if (codec instanceof ConvertedCodec converted
                && converted.conversion() instanceof EnumeratedValues values) {
            out.writeByte(StoredCodec.ENUMERATED_VALUE);
            type(codec.javaType());
            out.writeUTF(values.field());
            codec(converted.relational());
        } else {
            throw new NotStored("a column of type " + codec.sqlType() + " holds " + codec.javaType());
        }
    }

    private void generic(Type type) throws IOException, NotStored {
        if (type instanceof Class<?> plain) {
            out.writeBoolean(false);
            type(plain);
        } else if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            out.writeBoolean(true);
            type(raw);
            out.writeInt(generic.getActualTypeArguments().length);
            for (Type argument : generic.getActualTypeArguments()) {
                generic(argument);
            }
        } else {
            throw new NotStored("JSON is read as " + type);
        }
    }

    private void type(Class<?> type) throws IOException, NotStored {
        if (!classes.finds(type)) {
            throw new NotStored("by its name one finds another " + type);
        }
        out.writeUTF(type.getName());
    }

    private void text(@Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private void texts(List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    /** Where the very object is in the list, or -1; equal attributes may well be different ones. */
    @SuppressWarnings("ReferenceEquality")
    private static int place(List<AttributeMapping> list, @Nullable AttributeMapping wanted) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}
