package dev.stele.migrations.advice;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.advice.ProofOptions.RestoredBackup;
import dev.stele.migrations.advice.Prover.Trial;
import dev.stele.migrations.advice.Prover.Verdict;
import dev.stele.migrations.advice.ScratchCopy.Impossible;
import dev.stele.migrations.advice.ScratchTrial.Stage;
import dev.stele.migrations.backup.Restore;
import dev.stele.migrations.diff.ScratchDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Tries indexes in a scratch database into which a backup is restored, with all its rows. */
final class RestoredTrial {
    private final ProofPlaces places;
    private final ProofOptions options;

    RestoredTrial(ProofPlaces places, ProofOptions options) {
        this.places = places;
        this.options = options;
    }

    Map<Trial, Verdict> of(List<Trial> trials) throws SQLException, Impossible, InterruptedException {
        DatabaseConfig config = places.config();
        if (config == null) {
            throw new Impossible(
                    "a backup can be restored only where the advisor was made with a DatabaseConfig", null);
        }
        Optional<ScratchDatabase> made = places.scratch(false);
        if (made.isEmpty()) {
            throw new Impossible("the role may not create a scratch database; give it CREATEDB", null);
        }
        try (Cleanup cleanup = new Cleanup(made.get())) {
            restore(config, cleanup.database());
            try (Connection scratch = cleanup.database().dataSource().getConnection()) {
                try (Connection live = places.live().getConnection()) {
                    ScratchCopy.takeOverSettings(live, scratch);
                }
                Stage stage = new Stage(Proof.Where.RESTORED_BACKUP, 1, Map.of());
                Map<Trial, Verdict> verdicts = new LinkedHashMap<>();
                for (Trial trial : trials) {
                    verdicts.put(trial, new ScratchTrial(scratch, options, stage).of(trial));
                }
                return verdicts;
            }
        }
    }

    private void restore(DatabaseConfig config, ScratchDatabase database) {
        RestoredBackup backup = Objects.requireNonNull(options.backup());
        DatabaseConfig direct = config.direct();
        String name = URLEncoder.encode(database.name(), StandardCharsets.UTF_8);
        String url = direct.jdbcUrl().replaceFirst("(//[^/?]*)/[^?]*", "$1/" + name);
        Restore.of(direct.withDatabase(url, direct.user(), direct.password()))
                .with(backup.options().withoutOwnersAndPrivileges().withoutReadingBack())
                .intoEmpty(backup.directory());
    }
}
