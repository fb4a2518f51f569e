package dev.stele.migrations.review;

import java.io.Console;
import java.util.EnumMap;
import java.util.Map;

/** Findings for people at a terminal. */
final class TextReport {
    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final Map<Severity, String> COLOURS = new EnumMap<>(
            Map.of(Severity.ERROR, "\u001b[1;31m", Severity.WARNING, "\u001b[1;33m", Severity.NOTE, "\u001b[1;36m"));

    private final boolean colours;
    private final StringBuilder text = new StringBuilder();

    private TextReport(boolean colours) {
        this.colours = colours;
    }

    static String plain(Review review) {
        return new TextReport(false).write(review);
    }

    static String coloured(Review review) {
        return new TextReport(true).write(review);
    }

    /** As https://no-color.org and terminals agree. */
    static boolean standardOutputHasColours() {
        return wantsColours(isTerminal(), System.getenv());
    }

    @SuppressWarnings("SystemConsoleNull") // since Java 22 a console that is no terminal says so itself
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJava22) {
            return true;
        }
    }

    static boolean wantsColours(boolean terminal, Map<String, String> environment) {
        String off = environment.getOrDefault("NO_COLOR", "");
        return terminal
                && off.isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    private String write(Review review) {
        review.findings().forEach(this::finding);
        text.append(summary(review)).append('\n');
        return text.toString();
    }

    private void finding(Finding finding) {
        text.append(coloured(BOLD, finding.place() + ": "));
        text.append(coloured(
                COLOURS.getOrDefault(finding.severity(), BOLD),
                finding.severity().label() + ": "));
        text.append(finding.message());
        text.append(
                coloured(DIM, " [" + finding.rule().id() + " " + finding.rule().number() + "]"));
        text.append('\n');
        line("statement", finding.statement());
        if (finding.lock() != null) {
            line("lock", finding.lock().sql() + ", blocks " + finding.blocks());
        }
        line("safe", finding.safeForm());
    }

    private void line(String name, String value) {
        if (!value.isEmpty()) {
            text.append("    ").append(coloured(DIM, name + ": ")).append(value).append('\n');
        }
    }

    private String coloured(String colour, String words) {
        return colours ? colour + words + RESET : words;
    }

    /** Such as {@code 2 errors, 1 warning, no notes}. */
    static String summary(Review review) {
        if (review.findings().isEmpty()) {
            return "nothing found in " + count(review.effects().size(), "statement");
        }
        StringBuilder words = new StringBuilder();
        for (Severity severity : new Severity[] {Severity.ERROR, Severity.WARNING, Severity.NOTE}) {
            long many = review.findings().stream()
                    .filter(f -> f.severity() == severity)
                    .count();
            words.append(words.isEmpty() ? "" : ", ").append(count(many, severity.label()));
        }
        return words.append(" in ")
                .append(count(review.effects().size(), "statement"))
                .toString();
    }

    private static String count(long many, String noun) {
        return (many == 0 ? "no" : String.valueOf(many)) + " " + noun + (many == 1 ? "" : "s");
    }
}
