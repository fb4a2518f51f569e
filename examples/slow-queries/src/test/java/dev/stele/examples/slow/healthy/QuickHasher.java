package dev.stele.examples.slow.healthy;

import dev.stele.crud.teams.PasswordHasher;

/** Costs nothing, so that a workload is about the database. */
final class QuickHasher implements PasswordHasher {
    @Override
    public String hash(String password) {
        return "quick:" + password;
    }

    @Override
    public boolean verify(String password, String hash) {
        return hash.equals(hash(password));
    }

    @Override
    public boolean needsRehash(String password, String hash) {
        return false;
    }
}
