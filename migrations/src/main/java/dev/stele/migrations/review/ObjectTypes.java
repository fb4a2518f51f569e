package dev.stele.migrations.review;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the words that name a kind of thing, after CREATE, ALTER, DROP and COMMENT ON. */
final class ObjectTypes {
    private static final Map<String, ObjectType> WORDS = words();

    private ObjectTypes() {}

    private static Map<String, ObjectType> words() {
        Map<String, ObjectType> words = new LinkedHashMap<>();
        words.put("table", ObjectType.TABLE);
        words.put("foreign table", ObjectType.FOREIGN_TABLE);
        words.put("index", ObjectType.INDEX);
        words.put("view", ObjectType.VIEW);
        words.put("recursive view", ObjectType.VIEW);
        words.put("materialized view", ObjectType.MATERIALIZED_VIEW);
        words.put("sequence", ObjectType.SEQUENCE);
        words.put("schema", ObjectType.SCHEMA);
        words.put("database", ObjectType.DATABASE);
        words.put("extension", ObjectType.EXTENSION);
        words.put("type", ObjectType.TYPE);
        words.put("domain", ObjectType.DOMAIN);
        words.put("function", ObjectType.FUNCTION);
        words.put("procedure", ObjectType.PROCEDURE);
        words.put("routine", ObjectType.FUNCTION);
        words.put("aggregate", ObjectType.AGGREGATE);
        words.put("constraint trigger", ObjectType.TRIGGER);
        words.put("trigger", ObjectType.TRIGGER);
        words.put("event trigger", ObjectType.EVENT_TRIGGER);
        words.put("policy", ObjectType.POLICY);
        words.put("rule", ObjectType.RULE);
        words.put("user mapping", ObjectType.OTHER);
        words.put("role", ObjectType.ROLE);
        words.put("user", ObjectType.ROLE);
        words.put("group", ObjectType.ROLE);
        words.put("column", ObjectType.COLUMN);
        words.put("constraint", ObjectType.CONSTRAINT);
        words.put("statistics", ObjectType.STATISTICS);
        words.put("publication", ObjectType.PUBLICATION);
        words.put("subscription", ObjectType.SUBSCRIPTION);
        for (String other : new String[] {
            "access method",
            "cast",
            "collation",
            "default conversion",
            "conversion",
            "operator class",
            "operator family",
            "operator",
            "text search configuration",
            "text search dictionary",
            "text search parser",
            "text search template",
            "transform",
            "tablespace",
            "foreign data wrapper",
            "server",
            "trusted procedural language",
            "procedural language",
            "trusted language",
            "language",
            "large object"
        }) {
            words.put(other, ObjectType.OTHER);
        }
        return words;
    }

    static ObjectType read(TokenReader in) {
        for (Map.Entry<String, ObjectType> entry : WORDS.entrySet()) {
            if (in.accept(entry.getKey().split(" "))) {
                return entry.getValue();
            }
        }
        throw in.unexpected("a kind of object, such as TABLE or INDEX");
    }
}
