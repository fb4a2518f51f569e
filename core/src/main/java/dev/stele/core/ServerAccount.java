package dev.stele.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The account that PostgreSQL's programs run as, since they refuse to run as root.
 *
 * <p>An ordinary user runs them as itself. Root runs them in a user namespace, where it is nobody in particular and
 * still owns its files; where namespaces are not permitted, as the user {@code postgres} or {@code nobody}, to whom the
 * directories are given.
 *
 * @param prefix what comes before every command; empty for an ordinary user
 * @param owner the account that must own the server's directories, or null where it is our own
 */
record ServerAccount(List<String> prefix, @Nullable String owner) {

    private static final ServerAccount OURSELVES = new ServerAccount(List.of(), null);

    /** Finds out once how this process can run a server. */
    static ServerAccount current() {
        return Current.ACCOUNT;
    }

    /** Starts building a command that runs as this account. */
    ProcessBuilder command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return new ProcessBuilder(whole);
    }

    /** Whether this account can get into a directory; certain where it is our own. */
    boolean reaches(Path directory) {
        return owner == null || succeeds(List.of("test", "-x", directory.toString()));
    }

    /** Gives a directory and what is in it to this account; nothing to do where it is ours already. */
    void own(Path directory) throws IOException {
        if (owner == null) {
            return;
        }
        var user = directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Files.setOwner(path, user);
            }
        }
    }

    private static ServerAccount detect(boolean root) {
        if (!root) {
            return OURSELVES;
        }
        ServerAccount nobody = new ServerAccount(List.of("unshare", "-U"), null);
        if (nobody.succeeds(List.of("true"))) {
            return nobody;
        }
        for (String user : List.of("postgres", "nobody")) {
            for (List<String> command : List.of(
                    List.of("setpriv", "--reuid=" + user, "--regid=" + group(user), "--clear-groups"),
                    List.of("runuser", "-u", user, "--"))) {
                ServerAccount other = new ServerAccount(command, user);
                if (other.succeeds(List.of("true"))) {
                    return other;
                }
            }
        }
        return OURSELVES;
    }

    private boolean succeeds(List<String> command) {
        try {
            Process process = command(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String group(String user) {
        try {
            Process process = new ProcessBuilder("id", "-g", user)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException absent) {
            return user;
        }
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /** Holds the answer, so that it is asked for only when a server is started. */
    private static final class Current {
        static final ServerAccount ACCOUNT = detect(isRoot());
    }
}
