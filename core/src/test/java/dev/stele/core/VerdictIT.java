package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.ErrorKind;
import dev.stele.core.error.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Every code of the server has a verdict, and the exceptions agree with it. */
class VerdictIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final Pattern LISTED = Pattern.compile("(?m)^(\\w{5})\\s+[EWS]\\s+ERRCODE_\\w+[ \\t]*(\\w*)");
    private static final Pattern OURS = Pattern.compile("(?m)^(\\w{5}) +(\\w+) +(\\w+)$");

    @Test
    void everyCodeOfTheServerHasAVerdictUnderItsName() throws IOException {
        String servers = postgres.value(
                String.class, "select pg_read_file(setting || '/errcodes.txt') from pg_config where name = 'SHAREDIR'");
        Map<String, String> ours = new TreeMap<>();
        OURS.matcher(table()).results().forEach(code -> ours.put(code.group(1), code.group(3)));
        Map<String, Set<String>> names = new TreeMap<>();
        LISTED.matcher(servers).results().forEach(code -> names.computeIfAbsent(code.group(1), some -> new TreeSet<>())
                .add(code.group(2)));

        assertThat(names).hasSizeGreaterThan(250);
        assertThat(ours).containsKeys(names.keySet().toArray(String[]::new));
        // A code without a name in the list is one that no PL/pgSQL handler can name.
        names.forEach((code, known) -> assertThat(known.contains("") || known.contains(ours.get(code)))
                .as(code)
                .isTrue());
    }

    private static String table() throws IOException {
        try (InputStream resource = Verdict.class.getResourceAsStream("sqlstates.txt")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theExceptionOfEveryCodeAgreesWithItsVerdict() throws IOException {
        Translator translator = new Translator("here", "us", null);
        Map<Verdict, Set<ErrorKind>> allowed = Map.of(
                Verdict.RETRYABLE, EnumSet.of(ErrorKind.RETRYABLE, ErrorKind.UNAVAILABLE, ErrorKind.TIMEOUT),
                Verdict.UNKNOWN, EnumSet.of(ErrorKind.UNAVAILABLE),
                Verdict.FATAL,
                        EnumSet.of(
                                ErrorKind.INTERNAL, ErrorKind.UNAVAILABLE, ErrorKind.CONFIGURATION, ErrorKind.MISUSE),
                Verdict.CALLER, EnumSet.of(ErrorKind.MISUSE, ErrorKind.INVALID, ErrorKind.TIMEOUT, ErrorKind.INTERNAL));

        OURS.matcher(table()).results().forEach(code -> {
            Verdict verdict = Verdict.of(code.group(1));
            assertThat(verdict).isEqualTo(Verdict.valueOf(code.group(2)));
            if (verdict != Verdict.DONE && !code.group(1).startsWith("23")) {
                DatabaseException translated = translator.translate(thrown(code.group(1)));
                assertThat(translated.kind()).as(code.group()).isIn(allowed.get(verdict));
            }
        });
    }

    private static PSQLException thrown(String state) {
        return new PSQLException(new ServerErrorMessage("SERROR\0C" + state + "\0Mtext\0"));
    }

    @Test
    void whatIsNotListedTakesTheVerdictOfItsClassOrIsTheCallers() {
        assertThat(Verdict.of("53999")).isEqualTo(Verdict.RETRYABLE);
        assertThat(Verdict.of("AB123")).isEqualTo(Verdict.CALLER);
        assertThat(Verdict.of("40XYZ")).isEqualTo(Verdict.RETRYABLE);
        assertThat(Verdict.of(null)).isEqualTo(Verdict.UNKNOWN);
    }
}
