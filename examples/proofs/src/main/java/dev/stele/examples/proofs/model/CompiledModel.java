package dev.stele.examples.proofs.model;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The classes of a model, compiled in memory and loaded by a loader of their own. */
public final class CompiledModel {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    // Opening the class path's jars costs more than compiling; the manager's own lock is enough for two threads.
    private static final JavaFileManager CLASS_PATH = COMPILER.getStandardFileManager(null, null, null);

    private final Class<?>[] entities;

    private CompiledModel(Class<?>[] entities) {
        this.entities = entities;
    }

    /** Compiles a model. */
    public static CompiledModel of(Model model) {
        return of(model.source(), model.entityNames());
    }

    /**
     * Compiles a class {@code Models} with entities nested in it.
     *
     * @param body the class, without its package and imports
     * @param entities the simple names of the entities
     */
    public static CompiledModel ofBody(String body, List<String> entities) {
        return of(JavaSource.HEAD + body, entities);
    }

    private static CompiledModel of(String text, List<String> entities) {
        Map<String, Output> outputs = new TreeMap<>();
        StringWriter messages = new StringWriter();
        Source source = new Source(JavaSource.PACKAGE + "." + JavaSource.OUTER, text);
        synchronized (CLASS_PATH) {
            boolean compiled = COMPILER.getTask(
                            messages,
                            new MemoryFiles(outputs),
                            null,
                            List.of("-proc:none", "-nowarn", "-Xlint:none"),
                            null,
                            List.of(source))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("the model does not compile:\n" + messages + text);
            }
        }
        return new CompiledModel(load(entities, new MemoryLoader(outputs)));
    }

    /** The entity classes. */
    public Class<?>[] entities() {
        return entities.clone();
    }

    private static Class<?>[] load(List<String> names, ClassLoader loader) {
        return names.stream()
                .map(name -> JavaSource.PACKAGE + "." + JavaSource.OUTER + "$" + name)
                .map(name -> {
                    try {
                        return Class.forName(name, true, loader);
                    } catch (ClassNotFoundException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toArray(Class<?>[]::new);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Output extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Output(String name) {
            super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    private static final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, Output> outputs;

        MemoryFiles(Map<String, Output> outputs) {
            super(CLASS_PATH);
            this.outputs = outputs;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return outputs.computeIfAbsent(name, Output::new);
        }
    }

    private static final class MemoryLoader extends ClassLoader {
        private final Map<String, Output> outputs;

        MemoryLoader(Map<String, Output> outputs) {
            super(CompiledModel.class.getClassLoader());
            this.outputs = outputs;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            Output output = outputs.get(name);
            if (output == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = output.bytes.toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
