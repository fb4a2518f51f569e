package dev.stele.core;

import dev.stele.core.error.Misuse;

/** What a unit of work may ask of the transaction that it joins. */
final class JoinRules {
    private JoinRules() {}

    /**
     * Refuses a unit of work that asks for more than its transaction gives.
     *
     * @param asked what the unit asks for
     * @param options what the transaction was begun with
     * @param onReplica whether a replica serves the transaction
     */
    static void requireFits(Transactions asked, Transactions options, boolean onReplica) {
        if (asked.isolation().compareTo(options.isolation()) > 0) {
            throw new Misuse(
                    "a unit of work that needs %s cannot join a transaction that is %s"
                            .formatted(
                                    asked.isolation().sql(), options.isolation().sql()),
                    "ask for the stronger isolation where the outermost transaction begins");
        }
        if (asked.proof() != null && options.proof() == null) {
            throw new Misuse(
                    "a unit of work that needs a receipt cannot join a transaction that leaves none",
                    "ask for tx().receipt() where the outermost transaction begins");
        }
        if (asked.position() != null && onReplica && !asked.position().equals(options.position())) {
            throw new Misuse(
                    "a unit of work that must see a position cannot join a transaction on a replica that may lag",
                    "name the position where the outermost transaction begins");
        }
        if (options.isReadOnly() && !asked.isReadOnly()) {
            throw new Misuse(
                    "a unit of work that may write cannot join a read-only transaction",
                    "ask for tx().readOnly() inside, or leave readOnly() out where the outermost transaction begins");
        }
        if (asked.tenant() != null && !asked.tenant().equals(options.tenant())) {
            throw new Misuse(
                    "a unit of work of a tenant cannot join a transaction of another tenant, or of none",
                    "name the tenant where the outermost transaction begins");
        }
    }
}
