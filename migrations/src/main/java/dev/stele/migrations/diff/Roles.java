package dev.stele.migrations.diff;

import java.util.Arrays;

/** Asks, before a plan starts, for the roles that it names: they belong to the server and are never made by a plan. */
final class Roles {
    private Roles() {}

    /** The step, after a check that the server has all of {@code roles}, a list as SQL writes it. */
    static Step checking(Step step, String roles) {
        Step checked = step;
        for (String role : Arrays.asList(roles.split(", "))) {
            if (!role.equals("public")) {
                String name = role.startsWith("\"")
                        ? role.substring(1, role.length() - 1).replace("\"\"", "\"")
                        : role;
                checked = checked.checking(new PreCheck(
                        "role " + name + " does not exist on the server; create it first",
                        "select not exists (select from pg_roles where rolname = " + Sql.literal(name) + ")"));
            }
        }
        return checked;
    }
}
