package dev.stele.examples.handbook;

import dev.stele.Stele;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.crud.teams.Actor;

/** An application on the class path whose libraries are modules: {@code url user password}, and {@code door}. */
final class SignInProgram {
    static final String EMAIL = "admin@example.com";

    private SignInProgram() {}

    /** Starts on any database, and prints who signed in and from which module. */
    public static void main(String[] arguments) {
        DatabaseConfig config = DatabaseConfig.of(arguments[0], arguments[1], arguments[2])
                .withFirstSuperuser(new FirstSuperuser(EMAIL, "a good one"));
        try (Stele stele = Stele.builder().config(config).entities(Memo.class).start()) {
            Actor.Person me = stele.users().authenticate(EMAIL, "a good one").orElseThrow();
            stele.dao(Memo.class);
            System.out.println(Stele.class.getModule() + ": user " + me.id());
            if (arguments.length > 3) {
                System.out.println("Hibernate counts " + countByHibernate(stele));
            }
        }
    }

    private static long countByHibernate(Stele stele) {
        return stele.database().hibernate(session -> session.createQuery("select count(*) from User", Long.class)
                .getSingleResult());
    }
}
