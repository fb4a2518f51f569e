package dev.stele.migrations.backup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Large objects as if they were rows of a table: each a few rows of a megabyte, the first with its owner, privileges and
 * comment.
 */
final class LargeObjects {
    private static final String NAME = "large objects";
    private static final int HEADER = 19;
    private static final int FIELDS = 6;

    private static final String QUERY = """
            with recursive part (id, start, content) as (
                select m.oid::bigint, 0::bigint, lo_get(m.oid, 0, 1048576) from pg_largeobject_metadata m
                union all
                select id, start + 1048576, lo_get(id::oid, start + 1048576, 1048576) from part
                    where octet_length(content) = 1048576)
            select p.id, p.start, p.content,
                case p.start when 0 then pg_get_userbyid(m.lomowner)::text end,
                case p.start when 0 then (select string_agg('grant ' || a.privilege_type || ' on large object ' || m.oid || ' to '
                        || case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end
                        || case when a.is_grantable then ' with grant option' else '' end, '; '
                        order by a.grantee, a.privilege_type)
                    from aclexplode(m.lomacl) a where a.grantee <> m.lomowner) end,
                case p.start when 0 then obj_description(m.oid, 'pg_largeobject') end
            from part p join pg_largeobject_metadata m on m.oid = p.id""";

    private LargeObjects() {}

    /** What stands for all of them; nothing where there are none. */
    static List<SourceTable> find(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*), pg_table_size('pg_largeobject') from pg_largeobject_metadata")) {
            row.next();
            return row.getLong(1) == 0
                    ? List.of()
                    : List.of(new SourceTable(0, "", NAME, List.of(), true, -1, row.getLong(2), row.getLong(1)));
        }
    }

    static boolean are(SourceTable table) {
        return table.schema().isEmpty();
    }

    static boolean are(Manifest.Table table) {
        return table.schema().isEmpty();
    }

    static String copy() {
        return "copy (" + QUERY + ") to stdout (format binary)";
    }

    /** Makes them from what {@link #copy} sent; returns the number of rows. */
    static long load(Connection connection, InputStream stream, RestoreOptions.Owners owners)
            throws SQLException, IOException {
        DataInputStream data = new DataInputStream(new BufferedInputStream(stream));
        data.skipNBytes(HEADER);
        long rows = 0;
        try (PreparedStatement put = connection.prepareStatement("select lo_put(?, ?, ?)")) {
            for (int fields = data.readShort(); fields >= 0; fields = data.readShort()) {
                if (fields != FIELDS) {
                    throw new IOException("a large object has " + fields + " fields");
                }
                long id = ByteBuffer.wrap(field(data)).getLong();
                long start = ByteBuffer.wrap(field(data)).getLong();
                byte[] content = field(data);
                String owner = text(data);
                String grants = text(data);
                String comment = text(data);
                if (start == 0) {
                    Sessions.execute(connection, made(id, owner, grants, comment, owners));
                }
                put.setLong(1, id);
                put.setLong(2, start);
                put.setBytes(3, content);
                put.execute();
                rows++;
            }
        }
        return rows;
    }

    private static String made(
            long id,
            @Nullable String owner,
            @Nullable String grants,
            @Nullable String comment,
            RestoreOptions.Owners owners) {
        String sql = "select lo_create(" + id + ")";
        if (comment != null) {
            sql += "; comment on large object " + id + " is " + Sql.literal(comment);
        }
        if (owners == RestoreOptions.Owners.KEPT) {
            sql += grants == null ? "" : "; " + grants;
            sql += owner == null ? "" : "; alter large object " + id + " owner to " + Sql.quote(owner);
        }
        return sql;
    }

    private static byte[] field(DataInputStream data) throws IOException {
        byte[] bytes = optional(data);
        if (bytes == null) {
            throw new IOException("a large object lacks a field");
        }
        return bytes;
    }

    private static @Nullable String text(DataInputStream data) throws IOException {
        byte[] bytes = optional(data);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] optional(DataInputStream data) throws IOException {
        int length = data.readInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = data.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("it ends within a large object");
        }
        return bytes;
    }
}
