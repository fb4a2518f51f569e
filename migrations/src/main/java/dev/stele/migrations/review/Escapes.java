package dev.stele.migrations.review;

/** What stands behind a backslash. */
final class Escapes {

    private Escapes() {}

    /** {@code \n}, {@code \'} and their like, as in {@code E'…'}; codes are left as they are. */
    static String backslashes(String body) {
        if (body.indexOf('\\') < 0) {
            return body;
        }
        StringBuilder plain = new StringBuilder(body.length());
        boolean escaped = false;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\\' && !escaped) {
                escaped = true;
                continue;
            }
            plain.append(escaped ? meaning(c) : c);
            escaped = false;
        }
        return plain.toString();
    }

    private static char meaning(char escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> escaped;
        };
    }

    /** {@code \0061} and {@code \+000061}, as in {@code U&"…"}; what is no code is left as it is. */
    static String unicode(String body) {
        StringBuilder plain = new StringBuilder(body.length());
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i);
            int digits = c != '\\' ? 0 : body.startsWith("+", i + 1) ? 6 : 4;
            int from = digits == 6 ? i + 2 : i + 1;
            if (digits == 0 || from + digits > body.length() || !isHex(body, from, digits)) {
                plain.append(c);
                i += c == '\\' && body.startsWith("\\", i + 1) ? 2 : 1;
                continue;
            }
            int code = Integer.parseInt(body.substring(from, from + digits), 16);
            plain.append(Character.isValidCodePoint(code) ? Character.toString(code) : "?");
            i = from + digits;
        }
        return plain.toString();
    }

    private static boolean isHex(String text, int from, int digits) {
        return text.substring(from, from + digits).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }
}
