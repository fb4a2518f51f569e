package dev.stele.migrations.review;

/** Findings for a comment on a pull request. */
final class MarkdownReport {

    private MarkdownReport() {}

    static String of(Review review) {
        StringBuilder text = new StringBuilder("## Review of the migration\n\n");
        text.append(TextReport.summary(review)).append("\n");
        if (review.findings().isEmpty()) {
            return text.toString();
        }
        text.append("\n| | where | rule | what | lock | safe form |\n|---|---|---|---|---|---|\n");
        for (Finding finding : review.findings()) {
            text.append("| ").append(finding.severity().label());
            text.append(" | ").append(cell(finding.place().toString()));
            text.append(" | ")
                    .append(finding.rule().id())
                    .append(" (")
                    .append(finding.rule().number());
            text.append(") | ").append(cell(finding.message()));
            text.append(" | ").append(lock(finding));
            text.append(" | ").append(cell(finding.safeForm())).append(" |\n");
        }
        return text.toString();
    }

    private static String lock(Finding finding) {
        return finding.lock() == null ? "" : finding.lock().sql() + ", blocks " + finding.blocks();
    }

    /** What would end a cell, or be taken for mark-up. */
    private static String cell(String value) {
        return value.replaceAll("([\\\\|`*_<>\\[\\]])", "\\\\$1").replaceAll("\\s+", " ");
    }
}
