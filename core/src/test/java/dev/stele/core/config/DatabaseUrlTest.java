package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.ConfigurationException;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

class DatabaseUrlTest {
    private static final String SECRET = "s3cret-word";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql+psycopg://admin:secret@localhost:5432/mydatabase | localhost:5432/mydatabase     | admin  | secret
            postgresql+asyncpg://admin:secret@localhost/mydatabase      | localhost:5432/mydatabase     | admin  | secret
            postgresql://admin:secret@db:6000/app                       | db:6000/app                   | admin  | secret
            postgres://admin:secret@db/app                              | db:5432/app                   | admin  | secret
            jdbc:postgresql://db/app?user=admin&password=secret         | db:5432/app                   | admin  | secret
            jdbc:postgresql://admin:secret@db/app                       | db:5432/app                   | admin  | secret
            jdbc:postgresql:app?user=admin&password=secret              | localhost:5432/app            | admin  | secret
            jdbc:postgresql:///app?user=admin&password=secret           | localhost:5432/app            | admin  | secret
            postgresql:///app?user=admin&password=secret                | localhost:5432/app            | admin  | secret
            postgres://ad%40min:p%3As%2Fs%3F%23%25@db/my%20app%2F1      | db:5432/my%20app%2F1          | ad@min | p:s/s?#%
            postgres://admin:a+b@db/a+b                                 | db:5432/a%2Bb                 | admin  | a+b
            jdbc:postgresql://db/a+b?user=admin&password=a+b            | db:5432/a%20b                 | admin  | a b
            postgres://admin:a:b@db/app                                 | db:5432/app                   | admin  | a:b
            postgres://admin:a@b@db/app                                 | db:5432/app                   | admin  | a@b
            postgres://größe:pässwörd@db/gr%C3%B6%C3%9Fe                | db:5432/gr%C3%B6%C3%9Fe       | größe  | pässwörd
            postgres://admin:secret@[::1]:6000/app                      | [::1]:6000/app                | admin  | secret
            postgres://admin:secret@[fe80::1%25eth0]/app                | [fe80::1%eth0]:5432/app       | admin  | secret
            postgres://admin:secret@192.168.0.1:6000/app                | 192.168.0.1:6000/app          | admin  | secret
            postgres://admin:secret@a:1,b,[::1]:3/app                   | a:1,b:5432,[::1]:3/app        | admin  | secret
            """)
    void readsEveryForm(String url, String address, String user, String password) {
        DatabaseConfig config = DatabaseConfig.of(url);

        assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://" + address);
        assertThat(config.user()).isEqualTo(user);
        assertThat(config.password()).isEqualTo(password);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my app/1?#%+&=", "größe", "a\"b"})
    void theDriverReadsTheSameDatabase(String database) {
        DatabaseConfig config = Sources.none()
                .with("POSTGRES_SERVER", "a,::1")
                .with("POSTGRES_PORT", "1,2")
                .with("POSTGRES_DB", database)
                .with("POSTGRES_USER", "u")
                .with("POSTGRES_PASSWORD", SECRET)
                .load();

        Properties seen = Driver.parseURL(config.jdbcUrl(), new Properties());

        assertThat(seen)
                .containsEntry("PGDBNAME", database)
                .containsEntry("PGHOST", "a,[::1]")
                .containsEntry("PGPORT", "1,2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://h", "postgres://:@h/", "postgres://h/?user=&password="})
    void leavesWhatItDoesNotNameToTheSingleKeys(String url) {
        DatabaseConfig config = Sources.none()
                .with("DATABASE_URL", url)
                .with("POSTGRES_DB", "d")
                .with("POSTGRES_USER", "u")
                .with("POSTGRES_PASSWORD", SECRET)
                .load();

        assertThat(config).hasToString("DatabaseConfig[jdbc:postgresql://h:5432/d, user=u, password=***]");
        assertThat(config.password()).isEqualTo(SECRET);
    }

    @Test
    void translatesParametersOfLibpq() {
        DatabaseConfig config =
                DatabaseConfig.of("postgres://u:p@a,b/app?sslmode=require&connect_timeout=3&application_name=my%20app"
                        + "&target_session_attrs=read-write&channel_binding=require&gssencmode=disable"
                        + "&keepalives=0&load_balance_hosts=random&options=-c%20search_path%3Dx");

        assertThat(config.applicationName()).isEqualTo("my app");
        assertThat(config.driverProperties())
                .containsAllEntriesOf(Map.of(
                        "sslmode", "require",
                        "connectTimeout", "3",
                        "ApplicationName", "my app",
                        "targetServerType", "primary",
                        "channelBinding", "require",
                        "gssEncMode", "disable",
                        "tcpKeepAlive", "false",
                        "loadBalanceHosts", "true"));
        assertThat(config.driverProperties().get("options"))
                .endsWith("-c idle_in_transaction_session_timeout=30000 -c search_path=x");
    }

    @Test
    void passesAllowedParametersOfTheDriver() {
        DatabaseConfig config =
                DatabaseConfig.of("jdbc:postgresql://a/app?prepareThreshold=0&reWriteBatchedInserts=true", "u", "p");

        assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://a:5432/app");
        assertThat(config.driverProperties())
                .containsEntry("prepareThreshold", "0")
                .containsEntry("reWriteBatchedInserts", "true");
    }

    @ParameterizedTest
    @CsvSource({"true,verify-full", "false,prefer", "require,require", "'',verify-full"})
    void readsTheShortParameterForEncryption(String ssl, String mode) {
        DatabaseConfig config = DatabaseConfig.of("postgres://u:p@a/app?ssl=" + ssl);

        assertThat(config.driverProperties()).containsEntry("sslmode", mode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socketFactory",
                "socketFactoryArg",
                "sslfactory",
                "sslfactoryarg",
                "sslhostnameverifier",
                "sslpasswordcallback",
                "authenticationPluginClassName",
                "connectExecutor",
                "connectExecutorArg",
                "loggerFile",
                "loggerLevel",
                "service",
                "xmlFactoryFactory",
                "jaasApplicationName",
                "jaasLogin",
                "classLoaderStrategy",
                "logServerErrorDetail",
                "preferQueryMode",
                "allowEncodingChanges",
                "replication",
                "localSocketAddress"
            })
    void refusesParametersThatLoadCodeOrWriteFiles(String name) {
        assertThatThrownBy(() -> DatabaseConfig.of("postgres://u:" + SECRET + "@a/app?" + name + "=x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("the settings cannot be used:\n  - DATABASE_URL (code): found the parameter \"" + name
                        + "\" that is not allowed, expected one that docs/configuration.md lists");
    }

    @Test
    void allowsNoParameterThatTheDriverDoesNotKnow() {
        Set<String> known = new TreeSet<>(
                Arrays.stream(PGProperty.values()).map(PGProperty::getName).toList());

        for (String name : UrlParameter.names()) {
            assertThat(known).contains(UrlParameter.of(name).orElseThrow().property());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            mysql://u:s3cret-word@h/d                 | found another scheme, expected postgresql://user:password@host:5432/database
            s3cret-word                               | found no scheme, expected postgresql://user:password@host:5432/database
            u:s3cret-word@h/d                         | found no scheme, expected postgresql://user:password@host:5432/database
            postgres://u:s3cret-word@h:54x/d          | found a port that is not a number from 1 to 65535, expected postgresql://user:password@host:5432/database
            postgres://u:s3cret-word@h:0/d            | found a port that is not a number from 1 to 65535, expected postgresql://user:password@host:5432/database
            postgres://u:s3cret-word@h:65536/d        | found a port that is not a number from 1 to 65535, expected postgresql://user:password@host:5432/database
            postgres://u:s3cret-word@::1/d            | found a host that is neither name, name:port nor [IPv6]:port, expected postgresql://user:password@host:5432/database
            postgres://u:s3cret-word%4@h/d            | found a % that is not followed by two hexadecimal digits, expected postgresql://user:password@host:5432/database
            postgres://u:s3cret/word@h/d              | found a reserved character in the user, the password or the database (write @ as %40, / as %2F, # as %23, ? as %3F), expected postgresql://user:password@host:5432/database
            postgres://u:s3cret#word@h/d              | found a reserved character in the user, the password or the database (write @ as %40, / as %2F, # as %23, ? as %3F), expected postgresql://user:password@host:5432/database
            postgres://u:s3cret?word@h/d              | found a port that is not a number from 1 to 65535, expected postgresql://user:password@host:5432/database
            postgres://h/d?s3cret-word                | found a parameter that is not allowed, expected one that docs/configuration.md lists
            postgres://h/d?reWriteBatchedInserts=s3cret | found the parameter "reWriteBatchedInserts" with a value that it cannot have, expected true or false
            postgres://h/d?target_session_attrs=s3cret | found the parameter "target_session_attrs" with a value that it cannot have, expected one of any, prefer-standby, primary, read-only, read-write, standby
            """)
    void saysWhatIsWrongWithoutQuotingTheAddress(String url, String fault) {
        assertThatThrownBy(() -> DatabaseConfig.of(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("the settings cannot be used:\n  - DATABASE_URL (code): " + fault)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void keepsAnAddressWithoutCredentialsFreeOfThem() {
        DatabaseConfig config = DatabaseConfig.of("postgres://u:" + SECRET + "@h/d?sslpassword=" + SECRET);

        assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://h:5432/d");
        assertThat(config.driverProperties()).doesNotContainKeys("user", "password");
        assertThat(config.settings().toString()).doesNotContain(SECRET);
    }
}
