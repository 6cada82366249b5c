package io.plumbline.docs;

import io.plumbline.PipelineDsl;
import io.plumbline.handler.PipelineHandler;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What users of the library see: {@link PipelineDsl}, the handler, and every class of ours that their public signatures
 * name. What else is public, is so for other packages only.
 */
final class Surface {

    private static final List<Class<?>> ROOTS = List.of(PipelineDsl.class, PipelineHandler.class);
    private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");

    private Surface() {}

    /** In the order of their names. */
    static List<Class<?>> classes() {
        Set<Class<?>> found = new TreeSet<>(Comparator.comparing(Class::getName));
        Deque<Class<?>> next = new ArrayDeque<>(ROOTS);
        while (!next.isEmpty()) {
            Class<?> one = next.pop();
            if (isOurs(one) && found.add(one)) {
                named(one).forEach(next::push);
            }
        }
        return List.copyOf(found);
    }

    private static boolean isOurs(Class<?> one) {
        return one.getName().startsWith("io.plumbline.") && Modifier.isPublic(one.getModifiers());
    }

    private static Set<Class<?>> named(Class<?> one) {
        Set<Class<?>> named = new TreeSet<>(Comparator.comparing(Class::getName));
        addClasses(one.getGenericSuperclass(), named);
        Stream.of(one.getGenericInterfaces()).forEach(type -> addClasses(type, named));
        named.addAll(List.of(one.getDeclaredClasses()));
        for (Executable member : members(one)) {
            Stream.of(member.getGenericParameterTypes()).forEach(type -> addClasses(type, named));
            if (member instanceof Method method) {
                addClasses(method.getGenericReturnType(), named);
            }
        }
        return named;
    }

    private static void addClasses(Type type, Set<Class<?>> classes) {
        if (type instanceof Class<?> one) {
            classes.add(one.isArray() ? one.getComponentType() : one);
        } else if (type instanceof ParameterizedType generic) {
            addClasses(generic.getRawType(), classes);
            Stream.of(generic.getActualTypeArguments()).forEach(argument -> addClasses(argument, classes));
        } else if (type instanceof GenericArrayType array) {
            addClasses(array.getGenericComponentType(), classes);
        } else if (type instanceof WildcardType wildcard) {
            Stream.of(wildcard.getUpperBounds()).forEach(bound -> addClasses(bound, classes));
        } else if (type instanceof TypeVariable<?>) {
            // Its bounds are named where it is declared.
            return;
        }
    }

    /** What users can call, without what every record or enum has. */
    private static List<Executable> members(Class<?> one) {
        List<Executable> members = new ArrayList<>();
        Stream.of(one.getDeclaredConstructors()).forEach(members::add);
        Stream.of(one.getDeclaredMethods())
                .filter(method -> !method.isBridge() && !method.isSynthetic())
                .filter(method -> !(one.isRecord() || one.isEnum())
                        || !Set.of("equals", "hashCode", "toString", "values", "valueOf")
                                .contains(method.getName()))
                .forEach(members::add);
        members.removeIf(member -> !isForUsers(member.getModifiers()) || member.isSynthetic());
        return members;
    }

    private static boolean isForUsers(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    /** A paragraph a class, a line a member. */
    static String text() {
        return classes().stream().map(Surface::text).collect(Collectors.joining("\n"));
    }

    private static String text(Class<?> one) {
        Set<String> lines = new TreeSet<>();
        for (Executable member : members(one)) {
            lines.add("  " + line(member));
        }
        for (Field field : one.getDeclaredFields()) {
            if (isForUsers(field.getModifiers())) {
                lines.add("  " + field.getName());
            }
        }
        return one.getCanonicalName() + "\n"
                + lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String line(Executable member) {
        String parameters =
                Stream.of(member.getGenericParameterTypes()).map(Surface::name).collect(Collectors.joining(", "));
        if (member.isVarArgs()) {
            parameters = parameters.replaceFirst("\\[]$", "...");
        }
        String what = member instanceof Constructor<?> ? "new" : member.getName();
        String result = member instanceof Method method ? ": " + name(method.getGenericReturnType()) : "";
        String how = Modifier.isStatic(member.getModifiers()) ? "static " : "";
        return how + what + "(" + parameters + ")" + result;
    }

    private static String name(Type type) {
        return PACKAGE.matcher(type.getTypeName()).replaceAll("").replace('$', '.');
    }
}
