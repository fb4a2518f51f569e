package dev.stele.migrations.advice;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One page in a {@link Browser}. */
final class Tab {
    private final Browser browser;
    private final String target;
    private final String session;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Boolean> loaded = new ArrayBlockingQueue<>(16);

    Tab(Browser browser, String target, String session) {
        this.browser = browser;
        this.target = target;
        this.session = session;
    }

    String target() {
        return target;
    }

    String session() {
        return session;
    }

    void enable() {
        List.of("Page", "Runtime", "Log", "Network", "Audits").forEach(domain -> send(domain + ".enable", Map.of()));
    }

    /** Everything on the console, every exception, every violation of the page's policy, and every dialog. */
    List<String> messages() {
        return messages;
    }

    /** The addresses that were asked for. */
    List<String> requests() {
        return requests;
    }

    Tab open(Path file) throws InterruptedException {
        loaded.clear();
        send("Page.navigate", Map.of("url", file.toUri().toString()));
        if (loaded.poll(60, TimeUnit.SECONDS) == null) {
            throw new IllegalStateException("the page was not loaded in time: " + file);
        }
        return this;
    }

    Tab size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /** {@code dark} or {@code light}, as the system says. */
    Tab colours(String scheme) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return this;
    }

    /** The value of a JavaScript expression, a promise's too. */
    Object value(String expression) {
        Map<String, Object> answer = send(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
        }
        return object(answer.get("result")).get("value");
    }

    void press(String key, int code, String text) {
        Map<String, Object> down =
                Map.of("type", "keyDown", "key", key, "code", key, "windowsVirtualKeyCode", code, "text", text);
        send("Input.dispatchKeyEvent", down);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
    }

    byte[] pdf() {
        return bytes(send("Page.printToPDF", Map.of("printBackground", true, "paperWidth", 8.27, "paperHeight", 11.7)));
    }

    /** The given part of the page as PNG. */
    byte[] picture(double x, double y, double width, double height) {
        Map<String, Double> clip = Map.of("x", x, "y", y, "width", width, "height", height, "scale", 1.0);
        return bytes(
                send("Page.captureScreenshot", Map.of("format", "png", "clip", clip, "captureBeyondViewport", true)));
    }

    Map<String, Object> send(String method, Map<String, ?> parameters) {
        return browser.send(session, method, parameters);
    }

    void close() {
        browser.close(this);
    }

    void event(String method, Map<String, Object> parameters) {
        switch (method) {
            case "Page.loadEventFired" -> loaded.add(true);
            case "Network.requestWillBeSent" ->
                requests.add(String.valueOf(object(parameters.get("request")).get("url")));
            case "Runtime.consoleAPICalled",
                    "Runtime.exceptionThrown",
                    "Log.entryAdded",
                    "Audits.issueAdded",
                    "Page.javascriptDialogOpening" -> messages.add(method + " " + parameters);
            default -> {}
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static byte[] bytes(Map<String, Object> answer) {
        return Base64.getDecoder().decode((String) answer.get("data"));
    }
}
