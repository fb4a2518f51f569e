package dev.stele;

import dev.stele.core.Database;
import dev.stele.crud.teams.ApiKeys;
import dev.stele.crud.teams.Checkpoints;
import dev.stele.crud.teams.Members;
import dev.stele.crud.teams.PasswordHasher;
import dev.stele.crud.teams.Skills;
import dev.stele.crud.teams.Teams;
import dev.stele.crud.teams.Threads;
import dev.stele.crud.teams.Uploads;
import dev.stele.crud.teams.Users;

/** The DAOs of the eight families, made at once so that a start finds every fault of their records. */
record FamilyDaos(
        Users users,
        Teams teams,
        Members members,
        Skills skills,
        Threads threads,
        Checkpoints checkpoints,
        Uploads uploads,
        ApiKeys apiKeys) {

    static FamilyDaos of(Database database, PasswordHasher hasher) {
        return new FamilyDaos(
                new Users(database, hasher),
                new Teams(database),
                new Members(database),
                new Skills(database),
                new Threads(database),
                new Checkpoints(database),
                new Uploads(database),
                new ApiKeys(database, hasher));
    }
}
