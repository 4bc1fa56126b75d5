package org.rfaas.offload.weave.analysis;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rfaas.offload.woven.ElementType;

/** Everything a loop uses that was there before it, numbered in the order of first use. */
public final class Captures {
    private final Map<Source, String> arrays = new LinkedHashMap<>();
    private final Map<Source, String> scalars = new LinkedHashMap<>();
    private final Set<Source> objects = new LinkedHashSet<>();
    private final Map<Source, ClassDesc> exactTypes = new LinkedHashMap<>();

    /** Number of an array, which is new if it was not used before. */
    int array(Source source, String name) {
        arrays.putIfAbsent(source, name);
        return indexOf(arrays, source);
    }

    /** Number of a scalar, which is new if it was not used before. */
    int scalar(Source source, String name) {
        scalars.putIfAbsent(source, name);
        return indexOf(scalars, source);
    }

    /** An object whose fields are used, or methods called; it must not be null. */
    void object(Source source) {
        objects.add(source);
    }

    /**
     * An object whose class must be this one, for one of its methods is taken to be the class's own.
     *
     * @return the class that it must be; another one if that was said before
     */
    ClassDesc exactType(Source source, ClassDesc type) {
        objects.add(source);
        ClassDesc before = exactTypes.putIfAbsent(source, type);
        return before == null ? type : before;
    }

    public List<Source> arrays() {
        return List.copyOf(arrays.keySet());
    }

    public List<Source> scalars() {
        return List.copyOf(scalars.keySet());
    }

    public Set<Source> objects() {
        return objects;
    }

    public Map<Source, ClassDesc> exactTypes() {
        return exactTypes;
    }

    public String arrayName(int array) {
        return List.copyOf(arrays.values()).get(array);
    }

    public String scalarName(int scalar) {
        return List.copyOf(scalars.values()).get(scalar);
    }

    boolean isLong(int scalar) {
        return scalars().get(scalar).valueType().equals(ConstantDescs.CD_long);
    }

    Source arraySource(int array) {
        return arrays().get(array);
    }

    /** Whether an array is one of rows. */
    public boolean isRows(int array) {
        return arraySource(array).valueType().componentType().isArray();
    }

    /** Type of an array's elements, or of the elements of its rows. */
    public ElementType elementType(int array) {
        ClassDesc element = arraySource(array).valueType().componentType();
        ClassDesc innermost = element.isArray() ? element.componentType() : element;
        return ElementType.of(innermost.descriptorString().charAt(0));
    }

    private static int indexOf(Map<Source, String> map, Source source) {
        return List.copyOf(map.keySet()).indexOf(source);
    }
}
