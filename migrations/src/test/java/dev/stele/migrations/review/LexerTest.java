package dev.stele.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words are cut where PostgreSQL cuts them, whatever the text is. */
class LexerTest {
    private static final String[] PIECES = {
        "'",
        "\"",
        "$",
        "$$",
        "$a$",
        "$1",
        "--",
        "/*",
        "*/",
        "\n",
        "\\",
        ";",
        "(",
        ")",
        "E'",
        "U&'",
        "U&\"",
        "b'",
        " ",
        "select",
        "create table",
        "x",
        "9",
        "1e",
        "0x",
        ".",
        "..",
        ",",
        ":",
        "::",
        ":=",
        "[",
        "]",
        "{",
        "é",
        "\u0000",
        "\uD83D",
        "=",
        "=-",
        "@-",
        "?",
        "%",
        "alter table a",
        "add column",
        "begin atomic",
        "end",
        "copy t from stdin",
        "\\.",
        "references",
        "constraint",
        "check",
        "--liquibase formatted sql\n",
        "--changeset a:b\n",
        "--rollback x\n",
        "--ignoreLines:start\n",
        "-- stele:ignore 1 x\n",
        "default",
        "not null",
        "primary key",
        "index",
        "on",
        "drop"
    };

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Select "A""b" FROM t         | WORD select, QUOTED_NAME A"b, WORD from, WORD t
            'it''s' E'a\\'b' 'c\\'       | STRING it's, STRING a'b, STRING c\\
            U&"d\\0061ta" U&'x' N'y' b'1' | QUOTED_NAME data, STRING x, STRING y, STRING 1
            $$a;'b$$ $t$x$$y$t$          | STRING a;'b, STRING x$$y
            a$b$ c                       | WORD a$b$, WORD c
            $1+$2                        | PARAMETER $1, OPERATOR +, PARAMETER $2
            1.5e-3 .5 0xFF 1_000 1..2    | NUMBER 1.5e-3, NUMBER .5, NUMBER 0xFF, NUMBER 1_000, NUMBER 1, DOT ., NUMBER .2
            a=-1 a@-1 a<>b a->>'k'       | WORD a, OPERATOR =, OPERATOR -, NUMBER 1, WORD a, OPERATOR @-, NUMBER 1, WORD a, OPERATOR <>, WORD b, WORD a, OPERATOR ->>, STRING k
            a::int b:=1 :name :'v' a[1:2]| WORD a, OPERATOR ::, WORD int, WORD b, OPERATOR :=, NUMBER 1, OTHER :, WORD name, STRING :'v', WORD a, OTHER [, NUMBER 1, OTHER :, NUMBER 2, OTHER ]
            a/* x /* y */ ; */b          | WORD a, COMMENT /* x /* y */ ; */, WORD b
            a+--b                        | WORD a, OPERATOR +, COMMENT --b
            ÄÖ äÖ İ                      | WORD ÄÖ, WORD äÖ, WORD İ
            \\i other.sql                | META \\i other.sql
            """)
    void wordsAreCutWhereTheServerCutsThem(String sql, String expected) {
        List<String> words = new ArrayList<>();
        tokens(new Lexer(sql)).forEach(t -> words.add(t.kind() + " " + t.text()));

        assertThat(String.join(", ", words)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            select 'a      | 7 the quoted string is not closed
            select E'a\\'  | 7 the quoted string is not closed
            select "a      | 7 the quoted name is not closed
            select ""      | 7 a quoted name cannot be empty
            select $a$ $b$ | 7 the dollar quote $a$ is not closed
            select /* /* */| 7 the comment is not closed
            select $ 1     | 7 "$" begins neither a parameter nor a dollar quote
            """)
    void whatIsNotClosedIsSaidWithItsPlace(String sql, String expected) {
        Lexer lexer = new Lexer(sql);
        tokens(lexer);

        assertThat(lexer.faults())
                .extracting(f -> f.offset() + " " + f.message())
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a; b;;c                                                        | 3
            create function f() returns int begin atomic select 1; select case when true then 1 end; end; select 2 | 2
            create rule r as on delete to t do instead (select 1; select 2); select 3 | 2
            create function f() language sql as 'select 1; select 2'; x     | 2
            -- only a comment                                              | 0
            select (1; select 2                                            | 2
            """)
    void semicolonsEndAStatementOnlyOutsideBodiesQuotesAndRules(String sql, int statements) {
        assertThat(Splitter.split(new Lexer(sql), comment -> {})).hasSize(statements);
    }

    @Test
    void rowsAfterCopyAreNoSql() {
        String sql = "copy t (a) from stdin;\n1\tit's; drop table x\n\\N\n\\.\nselect 1;\n";

        assertThat(Splitter.split(new Lexer(sql), comment -> {}))
                .extracting(s -> s.tokens().get(0).text() + " at " + s.start())
                .containsExactly("copy at 0", "select at " + sql.indexOf("select"));
    }

    @Test
    void columnsCountCharactersAndLinesCountLineFeeds() {
        SourceText source = new SourceText("f", "a\r\n\uD83D\uDE00 é x");

        assertThat(source.place(source.sql().indexOf('x'))).hasToString("f:2:5");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noTextIsTooMadToBeRead(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "--liquibase formatted sql\n" : "");
            for (int pieces = random.nextInt(25); pieces > 0; pieces--) {
                text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextBoolean() ? " " : "");
            }
            String sql = text.toString();

            assertThat(tokens(new Lexer(sql))).as("seed %d: %s", seed, sql).satisfies(t -> coversAll(t, sql));
            assertThat(Review.of(sql).sarif()).as("seed %d: %s", seed, sql).isNotEmpty();
        }
    }

    private static void coversAll(List<? extends Token> tokens, String sql) {
        int before = 0;
        for (Token token : tokens) {
            assertThat(token.start()).isGreaterThanOrEqualTo(before);
            assertThat(token.end()).isGreaterThan(token.start());
            assertThat(sql.substring(before, token.start())).isBlank();
            before = token.end();
        }
        assertThat(sql.substring(before)).isBlank();
    }

    private static List<Token> tokens(Lexer lexer) {
        List<Token> found = new ArrayList<>();
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            found.add(token);
        }
        return found;
    }
}
