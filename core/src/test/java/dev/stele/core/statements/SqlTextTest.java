package dev.stele.core.statements;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "select 'secret'                        ~ select ?",
                "select 'it''s' || E'a\\'b' || b        ~ select ? || ? || b",
                "select U&'x', N'x', X'1F', b'01'       ~ select ?, ?, ?, ?",
                "select $$secret$$, $t$a $$ b$t$, $1    ~ select ?, ?, $1",
                "select 1, 2.5, .5, 1e-7, 0x1F, 1_000   ~ select ?, ?, ?, ?, ?, ?",
                "select t0.id, a1, \"c 2\" from t_3     ~ select t0.id, a1, \"c 2\" from t_3",
                "select 1 /* a /* b */ 'c' */ -- 'd'    ~ select ?",
                "select a ?? 'k' from t where b = ?     ~ select a ?? ? from t where b = ?",
                "select a from t where b in (1,2 , 3)   ~ select a from t where b in (?)",
                "select a from t where b IN (?, ?)      ~ select a from t where b IN (?)",
                "select min (1, 2)                      ~ select min (?, ?)",
                "select array[1, 2]                     ~ select array[?]",
                "insert into t values (1, f(2)), (3, f(4)) ~ insert into t values (?, f(?))",
                "select a, sum(b) from t group by 1 order by 2 desc, 1 limit 5 ~ select a, sum(b) from t group by 1 order by 2 desc, 1 limit ?",
                "select a from t order by 3 + b, 12345, 2.5, '1' ~ select a from t order by ? + b, ?, ?, ?",
                "select a from t group by a, f(1, 2), 3 having a in (4, 5) ~ select a from t group by a, f(?, ?), 3 having a in (?)",
                "(select a from t order by 1) union select 7, 8 ~ (select a from t order by 1) union select ?, ?",
                "select a from t group by 1 union select 7, 8 ~ select a from t group by 1 union select ?, ?",
                "select by, 1 from \"order\" by, 2 ~ select by, ? from \"order\" by, ?",
                "select  a,b   from   t                 ~ select a, b from t",
                "select 'open                           ~ select ?",
                "select $tag$open                       ~ select ?",
                "select /* open                         ~ select",
                "select a from t where b like 'x%' and c LIKE 'é%' ~ select a from t where b like ? || '%' and c LIKE ? || '%'",
                "select a from t where b like '%x%' and c like 'x_%' and d like '%' ~ select a from t where b like ? and c like ? and d like '%'",
                "select a from t where b like ? || '%' and c = 'x%' and d like '\\\\x%' ~ select a from t where b like ? || '%' and c = ? and d like ?",
                "select größe from straße where x = 'é' ~ select größe from straße where x = ?",
            })
    void aTextOfTheApplicationKeepsNoValueNoCommentAndNoLength(String written, String known) {
        assertThat(SqlText.withoutValues(written)).isEqualTo(known);
    }

    @Test
    void aTextOfOursKeepsItsConstantsButNotTheNumberOfATemporaryTable() {
        assertThat(SqlText.ofLibrary("select 1 from stele_load_17 where a = 'x'"))
                .isEqualTo("select 1 from stele_load where a = 'x'");
    }

    @Test
    void aVeryLongTextIsCutOff() {
        String sql = "select " + "a + ".repeat(10_000) + "a";

        assertThat(SqlText.withoutValues(sql)).hasSize(SqlText.LONGEST + 2).endsWith(" …");
    }
}
