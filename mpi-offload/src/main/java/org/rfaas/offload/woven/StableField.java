package org.rfaas.offload.woven;

/**
 * A field of another class than the loop's that the weaver found declared stable, so that workers keep its array.
 *
 * @param owner internal name of the class that the loop names, which need not be the one that declares the field
 */
public record StableField(String owner, String name) {
    /** For messages. */
    String text() {
        return owner.replace('/', '.') + "." + name;
    }
}
