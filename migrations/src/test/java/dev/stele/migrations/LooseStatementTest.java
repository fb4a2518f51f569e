package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LooseStatementTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "create index concurrently i on t (a)                                 | CREATE_INDEX | t | i",
                "/* c /* d */ */ CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"A b\" ON ONLY s.\"T\" (a) "
                        + "| CREATE_INDEX | s.\"T\" | \"A b\"",
                "create index concurrently on t (a)                                   | CREATE_INDEX | t | ",
                "create index i on t (a)                                              | TRANSACTIONAL | | ",
                "drop index concurrently if exists s.i                                | DROP_INDEX | | s.i",
                "drop index i                                                         | TRANSACTIONAL | | ",
                "reindex index concurrently s.i                                       | REINDEX | | s.i",
                "reindex (verbose, concurrently) table t                              | REINDEX | t | ",
                "reindex schema concurrently s                                        | REINDEX | | ",
                "reindex schema s                                                     | REPEATED | | ",
                "alter table if exists only p detach partition s.q concurrently       | DETACH | p | s.q",
                "alter table p detach partition q                                     | TRANSACTIONAL | | ",
                "alter table p attach partition q for values in (1)                   | TRANSACTIONAL | | ",
                "alter table p validate constraint c                                  | TRANSACTIONAL | | ",
                "alter type e add value if not exists 'x'                             | TRANSACTIONAL | | ",
                "alter system set work_mem = '8MB'                                    | REPEATED | | ",
                "create database d                                                    | MAKE | | ",
                "vacuum t                                                             | REPEATED | | ",
                "call backfill()                                                      | REPEATED | | ",
                "do $$ begin perform 1; end $$                                        | TRANSACTIONAL | | ",
                "do $$ begin update t set a = 1; commit; end $$                       | REPEATED | | ",
                "insert into t values ('create index concurrently')                   | TRANSACTIONAL | | ",
            })
    void aStatementIsKnownByItsWords(String sql, LooseStatement.Kind kind, String table, String name) {
        assertThat(LooseStatement.of(sql))
                .isEqualTo(new LooseStatement(kind, table == null ? "" : table, name == null ? "" : name));
    }

    @Test
    void commentsAndWhiteSpaceBetweenTokensDoNotChangeTheWords() {
        String text = "create table t (\n  a text default 'x  y' -- why\n);\nselect 1";

        assertThat(SqlText.words("create   table t(a text default 'x  y');/* so */ select\t1"))
                .isEqualTo(SqlText.words(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select 'a b'          | select 'ab'",
                "select a b            | select ab",
                "select 1              | SELECT 1",
                "select $$ a -- b $$    | select $$ a $$",
                "select e 'a'          | select e'a'",
                "select \"a b\"        | select \"ab\"",
                "select 'a' -- 'b'     | select 'a' 'b'",
                "select 1 - -1         | select 1 --1",
                "select E'a\\' -- b'   | select E'a\\' '",
            })
    void allElseDoes(String one, String other) {
        assertThat(SqlText.words(one)).isNotEqualTo(SqlText.words(other));
    }
}
