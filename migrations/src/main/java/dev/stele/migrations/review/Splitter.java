package dev.stele.migrations.review;

import dev.stele.migrations.review.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Cuts a text into statements: semicolons count outside quotes, parentheses and the bodies of SQL functions. */
final class Splitter {
    private static final Set<String> ROUTINES = Set.of("function", "procedure");

    private final Lexer lexer;
    private final Consumer<Token> comments;
    private final List<Token> tokens = new ArrayList<>();
    private final List<int[]> pairs = new ArrayList<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private final List<Fault> faults = new ArrayList<>();
    private int bodyDepth;
    private int lexicalFaults;

    private Splitter(Lexer lexer, Consumer<Token> comments) {
        this.lexer = lexer;
        this.comments = comments;
    }

    /** The statements in order; every comment is given to {@code comments} on the way. */
    static List<RawStatement> split(Lexer lexer, Consumer<Token> comments) {
        Splitter splitter = new Splitter(lexer, comments);
        List<RawStatement> found = new ArrayList<>();
        for (RawStatement next = splitter.next(); next != null; next = splitter.next()) {
            found.add(next);
        }
        return found;
    }

    private @Nullable RawStatement next() {
        clear();
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            if (token.is(Kind.COMMENT)) {
                comments.accept(token);
            } else if (token.is(Kind.META)) {
                if (tokens.isEmpty()) {
                    tokens.add(token);
                    return finished();
                }
            } else if (token.is(Kind.SEMICOLON) && endsHere()) {
                if (!tokens.isEmpty()) {
                    return finished();
                }
            } else {
                add(token);
            }
        }
        return tokens.isEmpty() && lexer.faults().size() == lexicalFaults ? null : finished();
    }

    private void clear() {
        tokens.clear();
        pairs.clear();
        open.clear();
        faults.clear();
        bodyDepth = 0;
    }

    private void add(Token token) {
        if (token.is(Kind.OPEN)) {
            open.push(tokens.size());
        } else if (token.is(Kind.CLOSE)) {
            if (open.isEmpty()) {
                faults.add(new Fault(token.start(), "\")\" closes nothing"));
            } else {
                pairs.add(new int[] {open.pop(), tokens.size()});
            }
        } else if (token.is(Kind.WORD) && isRoutine()) {
            countBody(token.text());
        }
        tokens.add(token);
    }

    /** The body of a function between BEGIN ATOMIC and END holds semicolons of its own. */
    private void countBody(String word) {
        if (word.equals("atomic")
                && bodyDepth == 0
                && tokens.get(tokens.size() - 1).isWord("begin")) {
            bodyDepth = 1;
        } else if (bodyDepth > 0 && word.equals("case")) {
            bodyDepth++;
        } else if (bodyDepth > 0 && word.equals("end")) {
            bodyDepth--;
        }
    }

    private boolean isRoutine() {
        return isCreated(ROUTINES);
    }

    /** Whether it begins with CREATE or CREATE OR REPLACE and one of these words. */
    private boolean isCreated(Set<String> words) {
        if (tokens.isEmpty() || !tokens.get(0).isWord("create")) {
            return false;
        }
        int at = tokens.size() > 3 && tokens.get(1).isWord("or") ? 3 : 1;
        return tokens.size() > at && words.contains(tokens.get(at).text());
    }

    private boolean endsHere() {
        if (bodyDepth > 0) {
            return false;
        }
        return open.isEmpty() || !isRule();
    }

    /** A rule may hold several statements in parentheses; elsewhere a semicolon there is a mistake. */
    private boolean isRule() {
        return isCreated(Set.of("rule"));
    }

    private RawStatement finished() {
        for (int opening : open) {
            faults.add(new Fault(tokens.get(opening).start(), "\"(\" is not closed"));
        }
        if (bodyDepth > 0) {
            faults.add(new Fault(tokens.get(0).start(), "the body after BEGIN ATOMIC has no END"));
        }
        List<Fault> lexical = lexer.faults();
        faults.addAll(lexical.subList(lexicalFaults, lexical.size()));
        lexicalFaults = lexical.size();
        if (tokens.isEmpty()) {
            // Only a comment that is not closed.
            tokens.add(new Token(
                    Kind.OTHER, "", faults.get(0).offset(), faults.get(0).offset()));
        }
        int[] closings = new int[tokens.size()];
        Arrays.fill(closings, -1);
        pairs.forEach(pair -> closings[pair[0]] = pair[1]);
        RawStatement statement = new RawStatement(List.copyOf(tokens), closings, List.copyOf(faults));
        if (faults.isEmpty() && isCopyFromStdin()) {
            lexer.skipCopiedRows();
        }
        return statement;
    }

    private boolean isCopyFromStdin() {
        if (!tokens.get(0).isWord("copy")) {
            return false;
        }
        for (int i = 1; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord("from") && tokens.get(i + 1).isWord("stdin")) {
                return true;
            }
        }
        return false;
    }
}
