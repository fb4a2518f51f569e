package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.BackupException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was encrypted opens as a whole, under its own name, or not at all. */
class EncryptedFilesTest {
    private static final int SEALED = Segments.PLAIN + Segments.TAG;

    private final Envelope envelope = Envelope.of(BackupKey.random());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Segments.PLAIN - 1, Segments.PLAIN, Segments.PLAIN + 1, 3 * Segments.PLAIN})
    void opensAsItWas(int length) throws Exception {
        byte[] plain = bytes(length);

        assertThat(open("a", seal("a", plain))).isEqualTo(plain);
    }

    @Test
    void doesNotOpenWhereAPieceIsMissingMovedOrDoubled() throws Exception {
        byte[] sealed = seal("a", bytes(3 * Segments.PLAIN + 5));
        byte[] first = Arrays.copyOfRange(sealed, 0, SEALED);
        byte[] second = Arrays.copyOfRange(sealed, SEALED, 2 * SEALED);
        byte[] rest = Arrays.copyOfRange(sealed, 2 * SEALED, sealed.length);

        refused("a", join(first, second));
        refused("a", join(second, first, rest));
        refused("a", join(first, first, second, rest));
        refused("a", join(first, rest));
        refused("a", Arrays.copyOf(sealed, sealed.length - 1));
        refused("a", join(sealed, new byte[1]));
        refused("a", new byte[0]);
    }

    @Test
    void doesNotOpenUnderAnotherNameOrInAnotherBackup() throws Exception {
        byte[] sealed = seal("a", bytes(10));

        refused("b", sealed);
        assertThatThrownBy(() -> Envelope.of(BackupKey.random())
                        .decrypt("a", new ByteArrayInputStream(sealed))
                        .readAllBytes())
                .isInstanceOf(IOException.class);
    }

    @Test
    void theKeyIsNowhereToBeSeen() {
        BackupKey key = BackupKey.random();

        assertThat(key).hasToString("BackupKey[hidden]");
        assertThat(BackupOptions.defaults().withKey(key).toString()).doesNotContain(key.reveal());
        assertThat(Envelope.of(key).told().toString()).doesNotContain(key.reveal());
    }

    @Test
    void aKeyIsReadFromAFileOfOpenssl(@TempDir Path folder) throws Exception {
        BackupKey key = BackupKey.random();
        Path file = Files.writeString(folder.resolve("key"), key.reveal() + "\n");

        assertThat(BackupKey.read(file).reveal()).isEqualTo(key.reveal());
        Files.writeString(file, "secret");
        assertThatThrownBy(() -> BackupKey.read(file))
                .isInstanceOf(BackupException.class)
                .hasMessage("the key file " + file
                        + " must hold 64 hexadecimal digits and nothing else\n  hint: make one with:"
                        + " openssl rand -hex 32");
        assertThatThrownBy(() -> BackupKey.read(folder.resolve("none")))
                .isInstanceOf(BackupException.class)
                .hasMessage("could not read the key file " + folder.resolve("none"));
    }

    @Test
    void aKeyHas32Bytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackupKey.of(new byte[31]))
                .withMessage("a key must have 32 bytes but had 31");
    }

    private void refused(String name, byte[] sealed) {
        assertThatThrownBy(() -> open(name, sealed))
                .isInstanceOf(IOException.class)
                .hasMessage("a piece of it was changed, moved or cut off");
    }

    private byte[] seal(String name, byte[] plain) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream stream = envelope.encrypt(name, sealed)) {
            stream.write(plain);
        }
        return sealed.toByteArray();
    }

    private byte[] open(String name, byte[] sealed) throws IOException {
        return envelope.decrypt(name, new ByteArrayInputStream(sealed)).readAllBytes();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }
}
