package dev.stele.core.statements;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the application called, and what.
 *
 * @param caller its frame, as {@code app.Orders.list(Orders.java:42)}; "" where there is none
 * @param called the method of ours that it called, as {@code Threads.visibleTo}; {@code sql} where it gave the text
 */
record CallSite(String caller, String called) {
    /** What statements are called whose text the application wrote. */
    static final String SQL = "sql";

    private static final CallSite NOWHERE = new CallSite("", SQL);
    private static final int DEEPEST = 300;
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final List<String> NOT_APPLICATION = List.of(
            "dev.stele.core.",
            "dev.stele.crud.",
            "dev.stele.migrations.",
            "dev.stele.Stele",
            "dev.stele.Start",
            "dev.stele.FamilyDaos",
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "org.hibernate.",
            "org.postgresql.",
            "com.zaxxer.");

    /** Looks for the nearest frame of the application on this thread; takes a microsecond or two. */
    static CallSite here() {
        return WALKER.walk(CallSite::in);
    }

    private static CallSite in(Stream<StackFrame> frames) {
        String called = SQL;
        Iterator<StackFrame> all = frames.limit(DEEPEST).iterator();
        while (all.hasNext()) {
            StackFrame frame = all.next();
            if (isApplication(frame.getClassName())) {
                return new CallSite(text(frame), called);
            }
            if (frame.getClassName().startsWith("dev.stele.")) {
                called = called(frame);
            }
        }
        return new CallSite(NOWHERE.caller, called);
    }

    private static boolean isApplication(String type) {
        for (String prefix : NOT_APPLICATION) {
            if (type.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }

    private static String called(StackFrame frame) {
        String type = frame.getClassName();
        boolean takesText = type.startsWith("dev.stele.core.");
        return takesText ? SQL : simple(type) + "." + method(frame);
    }

    private static String simple(String type) {
        String name = type.substring(type.lastIndexOf('.') + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    /** The method itself where the frame is a lambda in it: {@code lambda$list$0}. */
    private static String method(StackFrame frame) {
        String name = frame.getMethodName();
        if (!name.startsWith("lambda$")) {
            return name;
        }
        int end = name.indexOf('$', "lambda$".length());
        return end < 0 ? name : name.substring("lambda$".length(), end);
    }

    private static String text(StackFrame frame) {
        String place = frame.getFileName() == null
                ? ""
                : "(" + frame.getFileName() + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber()) + ")";
        return frame.getClassName() + "." + method(frame) + place;
    }
}
