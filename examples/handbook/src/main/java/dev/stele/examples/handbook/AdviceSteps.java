package dev.stele.examples.handbook;

import dev.stele.Stele;
import dev.stele.migrations.Draft;
import dev.stele.migrations.advice.Advice;
import dev.stele.migrations.advice.AdvisorOptions;
import java.nio.file.Path;
import java.time.Duration;

/** What docs/slow-queries.md shows of advice. */
final class AdviceSteps {
    private AdviceSteps() {}

    static Advice advice(Stele stele) {
        Advice advice = stele.advisor().examine();
        advice.proposals().forEach(proposal -> System.out.println(proposal.name() + ": " + proposal.sentence()));
        return advice;
    }

    static Advice strict(Stele stele) {
        Advice strict = stele.advisor()
                .with(AdvisorOptions.defaults()
                        .withUnusedFor(Duration.ofDays(30))
                        .withFactor(5))
                .examine();
        return strict;
    }

    static void mended(Stele stele, Advice advice, Path folder) {
        Draft draft = advice.toDraft("mend slow searches", stele.migrations());
        draft.write(folder);
    }
}
