package dev.stele.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for a server, made by the JDK's keytool; unless said otherwise it signs itself.
 *
 * @param certificate in PEM
 * @param key its private key, in PEM
 */
record ServerCertificate(String certificate, String key) {
    private static final String WORD = "changeit";

    /** Makes one for these names, such as {@code dns:localhost}. */
    static ServerCertificate of(Path directory, String names) throws IOException, GeneralSecurityException {
        Path store = Files.createTempDirectory(directory, "certificate").resolve("store.p12");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=stele test",
                "-ext",
                "san=" + names,
                "-validity",
                "2");
        KeyStore keys = load(store);
        return new ServerCertificate(
                pem("CERTIFICATE", keys.getCertificate("server").getEncoded()), key(keys));
    }

    /** Makes an authority and a certificate that it signed; that of the authority is to be trusted. */
    static Issued issued(Path directory, String names) throws IOException, GeneralSecurityException {
        return issued(directory, names, "-1d");
    }

    /** The same with a certificate that ended yesterday. */
    static Issued ended(Path directory, String names) throws IOException, GeneralSecurityException {
        return issued(directory, names, "-4d");
    }

    private static Issued issued(Path directory, String names, String from)
            throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory(directory, "authority");
        Path store = folder.resolve("store.p12");
        Path request = folder.resolve("request");
        Path signed = folder.resolve("signed");
        keytool(store, "-genkeypair", "-alias", "root", "-keyalg", "EC", "-dname", "CN=stele root", "-ext", "bc:c");
        keytool(store, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=stele test");
        keytool(store, "-certreq", "-alias", "server", "-file", request.toString());
        keytool(
                store,
                "-gencert",
                "-alias",
                "root",
                "-infile",
                request.toString(),
                "-ext",
                "san=" + names,
                "-startdate",
                from,
                "-validity",
                "3",
                "-rfc",
                "-outfile",
                signed.toString());
        KeyStore keys = load(store);
        return new Issued(
                new ServerCertificate(Files.readString(signed).replace("\r", "").strip(), key(keys)),
                pem("CERTIFICATE", keys.getCertificate("root").getEncoded()));
    }

    /**
     * A certificate of an authority.
     *
     * @param server the server's
     * @param root the authority's own, in PEM
     */
    record Issued(ServerCertificate server, String root) {}

    private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, WORD.toCharArray());
        }
        return keys;
    }

    private static String key(KeyStore keys) throws GeneralSecurityException {
        return pem("PRIVATE KEY", keys.getKey("server", WORD.toCharArray()).getEncoded());
    }

    private static void keytool(Path store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", WORD));
        run(command);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----";
    }
}
