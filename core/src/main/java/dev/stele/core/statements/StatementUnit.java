package dev.stele.core.statements;

import org.jspecify.annotations.Nullable;

/** Counts the statements of one transaction; used by its thread only. */
public final class StatementUnit {
    private final Repetitions repetitions;
    private @Nullable ShapeCounts counts;
    private int statements;
    private long nanos;
    private String caller = "";

    StatementUnit(Repetitions repetitions) {
        this.repetitions = repetitions;
    }

    void add(StatementShape shape, long time) {
        if (counts == null) {
            counts = new ShapeCounts();
        }
        counts.add(shape, time);
        statements++;
        nanos += time;
        if (statements == Repetitions.CHATTY) {
            caller = CallSite.here().caller();
        }
    }

    /** Tells of what came again and again; to be called once, at the transaction's end. */
    public void end() {
        if (counts != null) {
            counts.tell(repetitions, Integer.MAX_VALUE);
        }
        if (statements >= Repetitions.CHATTY) {
            repetitions.addChatty(caller, statements, nanos);
        }
    }
}
