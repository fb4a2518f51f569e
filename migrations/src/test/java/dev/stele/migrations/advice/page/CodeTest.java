package dev.stele.migrations.advice.page;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTest {

    @Test
    void breaksAStatementOfOneLineBeforeItsClauses() {
        Code code = Code.brokenSql(
                "select a, left(b, 3) from t left join u on u.id = t.id where a in (select x from y) order by a");

        assertThat(shown(code)).isEqualTo("""
                select a, left(b, 3)
                from t
                left join u on u.id = t.id
                where a in (select x from y)
                order by a""");
    }

    @Test
    void leavesAStatementOfSeveralLinesAsItWas() {
        String sql = "select 1\n  from t where x";

        assertThat(shown(Code.brokenSql(sql))).isEqualTo(sql);
        assertThat(Code.brokenSql(sql).original()).isEqualTo(sql);
    }

    @Test
    void tellsKeywordsTextsNumbersAndCommentsApart() {
        assertThat(Code.sql("select 'it''s' || \"from\", 12.5 -- why\n/* x */").pieces())
                .containsExactly(
                        new Code.Piece("keyword", "select"),
                        new Code.Piece("", " "),
                        new Code.Piece("string", "'it''s'"),
                        new Code.Piece("", " || \"from\", "),
                        new Code.Piece("number", "12.5"),
                        new Code.Piece("", " "),
                        new Code.Piece("comment", "-- why"),
                        new Code.Piece("", "\n"),
                        new Code.Piece("comment", "/* x */"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'open", "\"open", "$tag$ open", "/* open", "E'\\'", "$", "--", "a''b", "\uD800", "1e"})
    void readsUnfinishedTextsToTheirEnd(String sql) {
        assertThat(Code.sql(sql).pieces().stream().map(Code.Piece::text).collect(joining()))
                .isEqualTo(Words.text(sql));
    }

    private static String shown(Code code) {
        return code.pieces().stream().map(Code.Piece::text).collect(joining());
    }
}
