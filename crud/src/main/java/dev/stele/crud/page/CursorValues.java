package dev.stele.crud.page;

import dev.stele.core.error.Misuse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sort values as bytes: one letter for the type, then the value. */
final class CursorValues {
    private CursorValues() {}

    static byte[] write(List<? extends @Nullable Object> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Object value : values) {
                write(out, value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads all values; throws whatever comes if the bytes are not what {@link #write} wrote. */
    static List<@Nullable Object> read(byte[] bytes) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        while (in.available() > 0) {
            values.add(read(in));
        }
        return values;
    }

    private static void write(DataOutputStream out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeByte('0');
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            out.writeByte('L');
            out.writeLong(((Number) value).longValue());
        } else if (value instanceof UUID uuid) {
            out.writeByte('U');
            out.writeLong(uuid.getMostSignificantBits());
            out.writeLong(uuid.getLeastSignificantBits());
        } else if (value instanceof Instant instant) {
            out.writeByte('I');
            out.writeLong(instant.getEpochSecond());
            out.writeInt(instant.getNano());
        } else if (value instanceof Collection<?> all) {
            out.writeByte('[');
            for (Object element : all) {
                write(out, element);
            }
            out.writeByte(']');
        } else {
            writeText(out, value);
        }
    }

    private static void writeText(DataOutputStream out, Object value) throws IOException {
        byte[] text = (value instanceof Enum<?> constant ? constant.name() : value.toString())
                .getBytes(StandardCharsets.UTF_8);
        out.writeByte(letter(value));
        out.writeInt(text.length);
        out.write(text);
    }

    private static char letter(Object value) {
        if (value instanceof String || value instanceof Enum<?> || value instanceof Character) {
            return 'S';
        }
        if (value instanceof Boolean) {
            return 'B';
        }
        if (value instanceof Double || value instanceof Float) {
            return 'D';
        }
        if (value instanceof BigDecimal) {
            return 'M';
        }
        if (value instanceof BigInteger) {
            return 'N';
        }
        if (value instanceof LocalTime) {
            return 'c';
        }
        if (value instanceof LocalDate) {
            return 'd';
        }
        if (value instanceof LocalDateTime) {
            return 't';
        }
        return value instanceof OffsetDateTime ? 'O' : '?';
    }

    private static @Nullable Object read(DataInputStream in) throws IOException {
        byte letter = in.readByte();
        return switch (letter) {
            case '0' -> null;
            case 'L' -> in.readLong();
            case 'U' -> new UUID(in.readLong(), in.readLong());
            case 'I' -> Instant.ofEpochSecond(in.readLong(), in.readInt());
            default -> ofText((char) letter, text(in));
        };
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] text = new byte[Math.min(in.readInt(), in.available())];
        in.readFully(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static Object ofText(char letter, String text) {
        return switch (letter) {
            case 'S' -> text;
            case 'B' -> Boolean.valueOf(text);
            case 'D' -> Double.valueOf(text);
            case 'M' -> new BigDecimal(text);
            case 'N' -> new BigInteger(text);
            case 'c' -> LocalTime.parse(text);
            case 'd' -> LocalDate.parse(text);
            case 't' -> LocalDateTime.parse(text);
            case 'O' -> OffsetDateTime.parse(text);
            default ->
                throw new Misuse(
                        "a list cannot be paged in an order by such a value", "sort by text, numbers, times or UUIDs");
        };
    }
}
