package io.plumbline.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What is missing or wrong in the comments of a source: each public class and method has one, which says of each number
 * and each time that it takes what it counts and how large it may be, and of each exception that it throws itself when.
 */
final class Javadoc {

    private static final Pattern QUANTITY = Pattern.compile("int|long|double|float|Duration");

    private Javadoc() {}

    /** A sentence each; what the compiler's own check finds among them. */
    static List<String> problems(Iterable<? extends JavaFileObject> sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> problems = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ROOT, UTF_8)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-Xdoclint:reference,syntax,html/protected",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    classes.toString());
            JavacTask task = (JavacTask) compiler.getTask(null, files, found, options, null, sources);
            DocTrees comments = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(comments, problems).scan(unit, null);
            }
            task.analyze();
        }
        found.getDiagnostics().forEach(finding -> problems.add(finding.toString()));
        return problems;
    }

    private static final class Scanner extends TreePathScanner<Void, Void> {

        private final DocTrees comments;
        private final List<String> problems;
        private String type = "";
        private boolean isInterface;

        Scanner(DocTrees comments, List<String> problems) {
            this.comments = comments;
            this.problems = problems;
        }

        @Override
        public Void visitClass(ClassTree tree, Void unused) {
            if (!isForUsers(tree.getModifiers())) {
                return null;
            }
            String outer = type;
            boolean outerIsInterface = isInterface;
            type = outer.isEmpty() ? tree.getSimpleName().toString() : outer + "." + tree.getSimpleName();
            isInterface = tree.getKind() == Tree.Kind.INTERFACE;
            if (comment() == null) {
                problems.add(type + " has no comment");
            }
            super.visitClass(tree, null);
            type = outer;
            isInterface = outerIsInterface;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void unused) {
            boolean overrides = tree.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            if (!isForUsers(tree.getModifiers()) || overrides) {
                return null;
            }
            String method = type + "." + tree.getName();
            DocCommentTree comment = comment();
            if (comment == null) {
                problems.add(method + " has no comment");
                return null;
            }
            for (VariableTree parameter : tree.getParameters()) {
                String name = parameter.getName().toString();
                if (QUANTITY.matcher(parameter.getType().toString()).matches() && !isDescribed(name, comment)) {
                    problems.add(method + " does not say what " + name + " counts");
                }
            }
            if (tree.getBody() != null
                    && tree.getBody().toString().contains("throw new IllegalArgumentException")
                    && !comment.toString().contains("@throws")) {
                problems.add(method + " does not say when it throws");
            }
            return null;
        }

        private static boolean isDescribed(String name, DocCommentTree comment) {
            return comment.getBlockTags().stream()
                            .filter(tag -> tag.getKind() == DocTree.Kind.PARAM)
                            .anyMatch(tag ->
                                    ((ParamTree) tag).getName().toString().equals(name))
                    || comment.toString().contains("{@code " + name + "}")
                    || comment.toString().contains("As {@link #");
        }

        private DocCommentTree comment() {
            return comments.getDocCommentTree(getCurrentPath());
        }

        private boolean isForUsers(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            return flags.contains(Modifier.PUBLIC)
                    || flags.contains(Modifier.PROTECTED)
                    || isInterface && !flags.contains(Modifier.PRIVATE);
        }
    }
}
