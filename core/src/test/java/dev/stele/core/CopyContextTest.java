package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those of PostgreSQL's own message catalogs. */
class CopyContextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY note_1, line 31, column title: \"a, 5\"",
                "COPY note_1, line 31, column title",
                "COPY note_1, Zeile 31, Spalte title: »x«",
                "COPY note_1, línea 31, columna title: «x»",
                "COPY note_1, ligne 31, colonne title : « x »",
                "COPY note_1, ligne 31, colonne title : NULL en entrée",
                "COPY note_1, строка 31, столбец title: \"x\"",
                "note_1のCOPY、行 31、列 title: \"x\"",
                "note_1 복사, 31번째 줄, title 열: \"x\"",
                "COPY note_1, 31행, title 열: null 입력",
            })
    void findsTableNumberAndColumnInEveryLanguage(String where) {
        assertThat(CopyContext.of(where)).isEqualTo(new CopyContext("note_1", 31, "title"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY note, line 7",
                "COPY note, Zeile 7: »a\tb«",
                "noteのCOPY、行 7",
                "note 복사, 7번째 줄: \"x\"",
                "PL/pgSQL function guard() line 3 at RAISE\nCOPY note, line 7: \"x\"",
            })
    void findsTheNumberWhereTheWholeRowIsAtFault(String where) {
        assertThat(CopyContext.of(where)).isEqualTo(new CopyContext("note", 7, null));
    }

    @Test
    void findsNothingInOtherContexts() {
        assertThat(CopyContext.of("PL/pgSQL function guard() line 3 at RAISE")).isNull();
        assertThat(CopyContext.of("SQL statement \"copy note, 3 from stdin\"")).isNull();
    }
}
