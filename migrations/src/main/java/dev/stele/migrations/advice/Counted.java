package dev.stele.migrations.advice;

import dev.stele.core.statements.Repetition;
import dev.stele.core.statements.StatementFigures;
import java.util.List;

/** What a process counted of its statements. */
interface Counted {
    /** Where nothing was counted. */
    Counted NOTHING = new Counted() {
        @Override
        public List<StatementFigures> figures() {
            return List.of();
        }

        @Override
        public List<Repetition> repetitions() {
            return List.of();
        }
    };

    List<StatementFigures> figures();

    List<Repetition> repetitions();
}
