package org.rfaas.offload.weave;

import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.rfaas.offload.weave.analysis.ClassFinder;

/**
 * Classes whose files are not found. Each is taken for one right below {@code Object}, which is enough where none of them is
 * used as another; the verification of the woven class tells.
 */
final class MissingClasses implements ClassHierarchyResolver {
    private final Set<String> names = new TreeSet<>();

    @Override
    public ClassHierarchyInfo getClassInfo(ClassDesc type) {
        names.add(ClassFinder.internalName(type).replace('/', '.'));
        return ClassHierarchyInfo.ofClass(ConstantDescs.CD_Object);
    }

    /** Binary names of those that were asked for, in alphabetical order. */
    List<String> names() {
        return List.copyOf(names);
    }
}
