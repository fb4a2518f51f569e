package dev.stele.core.config;

/**
 * The account that initial data creates where no superuser exists.
 *
 * <p>{@code toString} hides the password.
 *
 * @param email the address to log in with
 * @param password in clear; never log it
 */
public record FirstSuperuser(String email, String password) {

    @Override
    public String toString() {
        return "FirstSuperuser[" + email + ", password=***]";
    }
}
