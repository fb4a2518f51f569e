package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DotenvTest {
    /** What the process has: {@code HOME_DIR} is set, {@code BLANK} is set to nothing, {@code NOPE} is not set. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("HOME_DIR", "/home/ada", "BLANK", "", "BOTH", "process");

    /** One documented form: what it shows, the file, and the value {@code V} has then; null for none. */
    record Form(String shows, String file, String value) {
        @Override
        public String toString() {
            return shows + ": " + file.replace("\n", "\\n").replace("\r", "\\r");
        }
    }

    /** Every form of docs.docker.com/compose/how-tos/environment-variables/variable-interpolation, in its order. */
    static Stream<Form> documentedForms() {
        return Stream.of(
                new Form("line of a comment", "# V=no\nV=VAL", "VAL"),
                new Form("indented comment", "V=VAL\n   # V=no", "VAL"),
                new Form("blank lines", "\n\n  \n\t\nV=VAL\n\n", "VAL"),
                new Form("plain value", "V=VAL", "VAL"),
                new Form("double quotes", "V=\"VAL\"", "VAL"),
                new Form("single quotes", "V='VAL'", "VAL"),
                new Form("comment after a space", "V=VAL # comment", "VAL"),
                new Form("hash inside a word", "V=VAL# not a comment", "VAL# not a comment"),
                new Form("hash inside a password", "V=p@ss#word", "p@ss#word"),
                new Form("hash in double quotes", "V=\"VAL # not a comment\"", "VAL # not a comment"),
                new Form("hash in single quotes", "V='VAL # not a comment'", "VAL # not a comment"),
                new Form("comment after double quotes", "V=\"VAL\" # comment", "VAL"),
                new Form("comment after single quotes", "V='VAL' # comment", "VAL"),
                new Form("variable in single quotes", "V='$HOME_DIR'", "$HOME_DIR"),
                new Form("braced variable in single quotes", "V='${HOME_DIR}'", "${HOME_DIR}"),
                new Form("escaped single quote", "V='Let\\'s go!'", "Let's go!"),
                new Form("escaped double quotes", "V=\"{\\\"hello\\\": \\\"json\\\"}\"", "{\"hello\": \"json\"}"),
                new Form("tab in double quotes", "V=\"some\\tvalue\"", "some\tvalue"),
                new Form("tab in single quotes", "V='some\\tvalue'", "some\\tvalue"),
                new Form("tab without quotes", "V=some\\tvalue", "some\\tvalue"),
                new Form("newline in double quotes", "V=\"a\\nb\"", "a\nb"),
                new Form("carriage return in double quotes", "V=\"a\\rb\"", "a\rb"),
                new Form("backslash in double quotes", "V=\"a\\\\b\"", "a\\b"),
                new Form("several lines in single quotes", "V='SOME\nVALUE'\nW=x", "SOME\nVALUE"),
                new Form("several lines in double quotes", "V=\"SOME\nVALUE\"\nW=x", "SOME\nVALUE"),
                new Form("variable", "V=$HOME_DIR", "/home/ada"),
                new Form("braced variable", "V=${HOME_DIR}/x", "/home/ada/x"),
                new Form("variable in double quotes", "V=\"<$HOME_DIR>\"", "</home/ada>"),
                new Form("variable of the file", "A=1\nV=${A}${A}", "11"),
                new Form("variable that is not set", "V=<${NOPE}>", "<>"),
                new Form(":- set", "V=${HOME_DIR:-default}", "/home/ada"),
                new Form(":- empty", "V=${BLANK:-default}", "default"),
                new Form(":- not set", "V=${NOPE:-default}", "default"),
                new Form("- set", "V=${HOME_DIR-default}", "/home/ada"),
                new Form("- empty", "V=${BLANK-default}", ""),
                new Form("- not set", "V=${NOPE-default}", "default"),
                new Form(":? set", "V=${HOME_DIR:?error}", "/home/ada"),
                new Form("? set", "V=${HOME_DIR?error}", "/home/ada"),
                new Form("? empty", "V=${BLANK?error}", ""),
                new Form(":+ set", "V=${HOME_DIR:+instead}", "instead"),
                new Form(":+ empty", "V=${BLANK:+instead}", ""),
                new Form(":+ not set", "V=${NOPE:+instead}", ""),
                new Form("+ set", "V=${HOME_DIR+instead}", "instead"),
                new Form("+ empty", "V=${BLANK+instead}", "instead"),
                new Form("+ not set", "V=${NOPE+instead}", ""),
                new Form("nested default", "V=${NOPE:-${BLANK:-foo}}", "foo"),
                new Form("nested alternative", "V=${HOME_DIR:+${NOPE:-x}y}", "xy"),
                new Form("process before file", "BOTH=file\nV=$BOTH", "process"),
                new Form("escaped dollar", "V=\"a\\$HOME_DIR\"", "a$HOME_DIR"),
                new Form("doubled dollar", "V=$$HOME_DIR", "$HOME_DIR"));
    }

    /** Forms that no page tells of, as the parser of Compose (compose-go, package dotenv) reads them. */
    static Stream<Form> formsOfCompose() {
        return Stream.of(
                new Form("export", "export V=VAL", "VAL"),
                new Form("export and a tab", "\texport\tV=VAL", "VAL"),
                new Form("a name that begins with export", "exportV=1\nV=2", "2"),
                new Form("spaces around the sign", "V = VAL", "VAL"),
                new Form("spaces in a value", "V=one two  three ", "one two  three"),
                new Form("YAML's form", "V: VAL", "VAL"),
                new Form("YAML's form without a space", "V:VAL", "VAL"),
                new Form("sign in the value", "V=a=b:c=", "a=b:c="),
                new Form("address", "V=postgres://u@h:5432/d?sslmode=disable", "postgres://u@h:5432/d?sslmode=disable"),
                new Form("no value", "V=\nW=x", ""),
                new Form("empty quotes", "V=\"\"", ""),
                new Form("comment instead of a value", "V= # comment", "# comment"),
                new Form("comment after a tab is none", "V=VAL\t# x", "VAL\t# x"),
                new Form("comment touching a quote", "V=\"VAL\"#c", "VAL"),
                new Form("name alone", "HOME_DIR\nV=VAL", "VAL"),
                new Form("name alone hands on the environment", "BOTH\nV=${BOTH}", "process"),
                new Form("set twice", "V=1\nV=2", "2"),
                new Form("Windows line ends", "V=VAL\r\nW=x\r\n", "VAL"),
                new Form("Windows line ends and quotes", "A=\"x\"\r\nV='VAL'\r\n", "VAL"),
                new Form("byte order mark", "\uFEFFV=VAL", "VAL"),
                new Form("quotes inside a value", "V=a\"b\"c'd'", "a\"b\"c'd'"),
                new Form("single inside double quotes", "V=\"'d'\"", "'d'"),
                new Form("backslash before other letters", "V=\"a\\qb\\ c\\x07\"", "a\\qb\\ c\\x07"),
                new Form("all letters", "V=\"\\a\\b\\f\\v\"", "\u0007\b\f\u000B"),
                new Form("octal number", "V=\"\\0123\"", "S"),
                new Form("short octal number", "V=\"\\07\"", "\\7"),
                new Form("octal number too large", "V=\"\\0400\"", "\\400"),
                new Form("backslash at the end", "V=\"a\\\\\"", "a\\"),
                new Form("backslash before n", "V=\"a\\\\nb\"", "a\\nb"),
                new Form("backslashes in single quotes", "V='a\\\\b\\n'", "a\\\\b\\n"),
                new Form("dollar before no name", "V=a$1$ $", "a$1$ $"),
                new Form("three dollars", "V=$$$HOME_DIR", "$/home/ada"),
                new Form("escaped braces", "V=\"\\${HOME_DIR} ${HOME_DIR}\"", "${HOME_DIR} /home/ada"),
                new Form("dollar in a default", "V=${NOPE:-a$$b}", "a$b"),
                new Form("braces in a default", "V=${NOPE:-{\"a\":{\"b\":1}}}", "{\"a\":{\"b\":1}}"),
                new Form("brace after a variable", "V=${HOME_DIR}}", "/home/ada}"),
                new Form("two defaults", "V=${NOPE:-a}-${NOPE:-b}", "a-b"),
                new Form("operators in a default", "V=${NOPE:-a:?b+c}", "a:?b+c"),
                new Form("empty default", "V=${NOPE:-}", ""),
                new Form("value is not read again", "A='$HOME_DIR'\nV=$A", "$HOME_DIR"),
                new Form("names with dots and dashes", "a.b-c[1]=x\nV=VAL", "VAL"),
                new Form("letters of other scripts", "größe=x\nV=é", "é"));
    }

    @ParameterizedTest
    @MethodSource({"documentedForms", "formsOfCompose"})
    void readsAsCompose(Form form) {
        Dotenv dotenv = Dotenv.parse(form.file, ".env", ENVIRONMENT);

        assertThat(dotenv.faults()).isEmpty();
        assertThat(dotenv.values().get("V")).isEqualTo(form.value);
    }

    /** What Compose stops at; the value is the whole fault. */
    static Stream<Form> refusedForms() {
        return Stream.of(
                new Form(
                        ":? not set",
                        "V=${NOPE:?set it, please}",
                        ".env line 1: found no value for NOPE, expected one: set it, please"),
                new Form(":? empty", "V=${BLANK:?}", ".env line 1: found no value for BLANK, expected one"),
                new Form(
                        "? not set",
                        "\nV=\"${NOPE?gone}\"",
                        ".env line 2: found no value for NOPE, expected one: gone"),
                new Form(
                        "nested :?",
                        "V=${BLANK:-${NOPE:?gone}}",
                        ".env line 1: found no value for NOPE, expected one: gone"),
                new Form(
                        "space in a name",
                        "A B=x",
                        ".env line 1: found a name with a space in it, expected NAME=value"),
                new Form(
                        "character in a name",
                        "A=1\nlol$wut",
                        ".env line 2: found the character \"$\" in a name, expected NAME=value"),
                new Form(
                        "open double quote",
                        "V=\"x",
                        ".env line 1: found a quoted value without its closing \", expected one before the end"),
                new Form(
                        "open single quote",
                        "A='1\n2'\nV='x\\'",
                        ".env line 3: found a quoted value without its closing ', expected one before the end"),
                new Form(
                        "open brace",
                        "V=${HOME_DIR",
                        ".env line 1: found ${ without its }, expected ${NAME} on one line (a plain $ is written $$)"),
                new Form(
                        "no name",
                        "V=${}",
                        ".env line 1: found ${ without the name of a variable, expected ${NAME} (a plain $ is written $$)"),
                new Form(
                        "digit as name",
                        "V=${1A}",
                        ".env line 1: found ${ without the name of a variable, expected ${NAME} (a plain $ is written $$)"),
                new Form(
                        "unknown operator",
                        "V=${HOME_DIR:x}",
                        ".env line 1: found ${ without the name of a variable, expected ${NAME} (a plain $ is written $$)"));
    }

    @ParameterizedTest
    @MethodSource("refusedForms")
    void refusesWhatComposeRefuses(Form form) {
        assertThat(Dotenv.parse(form.file, ".env", ENVIRONMENT).faults()).containsExactly(form.value);
    }

    @Test
    void goesOnAfterAFaultyLine() {
        Dotenv dotenv = Dotenv.parse("A B=1\nC=2\n%=3\nD=4", ".env", Map.of());

        assertThat(dotenv.faults())
                .containsExactly(
                        ".env line 1: found a name with a space in it, expected NAME=value",
                        ".env line 3: found the character \"%\" in a name, expected NAME=value");
        assertThat(dotenv.values()).isEqualTo(Map.of("C", "2", "D", "4"));
    }

    @Test
    void readsSeveralKeysAroundAQuotedValueOfSeveralLines() {
        Dotenv dotenv = Dotenv.parse("A=1\nKEY=\"-----BEGIN\nx # y\n-----END\" # c\nB=2\n", ".env", Map.of());

        assertThat(dotenv.values()).isEqualTo(Map.of("A", "1", "KEY", "-----BEGIN\nx # y\n-----END", "B", "2"));
    }

    @Test
    void handsOnAVariableOfTheProcessForANameAlone() {
        assertThat(Dotenv.parse("HOME_DIR\nexport BOTH\nNOPE\n", ".env", ENVIRONMENT)
                        .values())
                .isEqualTo(Map.of("HOME_DIR", "/home/ada", "BOTH", "process"));
    }

    @Test
    void warnsOfAVariableThatIsNotSetWithoutNamingIt() {
        Dotenv dotenv = Dotenv.parse("A=1\nPASSWORD=pa$sword", ".env", Map.of());

        assertThat(dotenv.values()).containsEntry("PASSWORD", "pa");
        assertThat(dotenv.warnings())
                .containsExactly(
                        ".env line 2: PASSWORD refers to a variable that is not set; nothing stands in its place\n"
                                + "  hint: write $$ for a plain $");
    }
}
