package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.Misuse;

/**
 * Whether policies hide rows from a statement that deletes or decides by what it does not see.
 *
 * <p>A foreign key deletes past all policies, so what is hidden may be destroyed, and "there is none" may be wrong.
 */
final class RowSecurity {
    private static final String ACTIVE =
            "(row_security_active('team') or row_security_active('skill') or row_security_active('upload'))";
    private static final String TENANT = "coalesce(current_setting('stele.tenant', true), '')";

    /** SQL that is true where the session sees all rows: no policy holds for it, or the tenant is a superuser's. */
    static final String SEES_ALL = "(not " + ACTIVE + " or " + TENANT + " = '*')";

    /** SQL that is true where the session sees what the user {@code u} owns. */
    static final String SEES_WHAT_U_OWNS = "(not " + ACTIVE + " or " + TENANT + " in ('*', 'user:' || u.id))";

    private static final String HIDES_ALL = "select where " + ACTIVE + " and " + TENANT + " = ''";

    private RowSecurity() {}

    /**
     * Refuses a transaction that sees no row at all since it names no tenant; asked only where nothing was found.
     *
     * @param what what was to be done, as in {@code "delete idle ChatThreads"}
     */
    static void requireTenant(Database database, String what) {
        if (BoundSql.of(HIDES_ALL).first(database, row -> true).isPresent()) {
            throw new Misuse(
                    "cannot " + what + ": row security hides every row from a transaction without a tenant",
                    "run it in a transaction of stele.as(actor)");
        }
    }
}
