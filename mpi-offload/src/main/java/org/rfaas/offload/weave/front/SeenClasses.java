package org.rfaas.offload.weave.front;

import java.io.IOException;
import java.io.InputStream;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/** Class files of the classes that javac sees, on the class path and in modules. */
final class SeenClasses {
    private final Elements elements;

    /** @param elements javac's own */
    SeenClasses(Elements elements) {
        this.elements = elements;
    }

    /** A class by binary name; none if there is no class file of it. */
    byte @Nullable [] read(String className) {
        TypeElement type = find(className);
        JavaFileObject file = type == null ? null : elements.getFileObjectOf(type);
        if (file == null || file.getKind() != JavaFileObject.Kind.CLASS) {
            return null;
        }
        try (InputStream in = file.openInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            return null; // as good as not there; whoever needs it says so
        }
    }

    /** javac looks for names as the source has them; a dollar in a binary name may be one of these. */
    private @Nullable TypeElement find(String className) {
        TypeElement type = elements.getTypeElement(className);
        for (int at = className.lastIndexOf('$'); type == null && at > 0; at = className.lastIndexOf('$', at - 1)) {
            TypeElement outer = find(className.substring(0, at));
            type = outer == null ? null : findNested(outer, className.substring(at + 1));
        }
        return type;
    }

    private static @Nullable TypeElement findNested(TypeElement outer, String simpleName) {
        return ElementFilter.typesIn(outer.getEnclosedElements()).stream()
                .filter(nested -> nested.getSimpleName().contentEquals(simpleName))
                .findFirst()
                .orElse(null);
    }
}
