package dev.stele.migrations;

/**
 * How a database came under our migrations.
 *
 * @param origin what it was before
 * @param upgrade the changesets applied to bring it to head
 */
public record Adoption(Origin origin, Upgrade upgrade) {

    /** What a database was before. */
    public enum Origin {
        /** Made by the Python system, at the head of its Alembic versions. */
        PYTHON,
        /** Ours already. */
        STELE
    }
}
