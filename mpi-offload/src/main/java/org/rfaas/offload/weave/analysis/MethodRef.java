package org.rfaas.offload.weave.analysis;

/** A method as a call names it, the owner as an internal name. */
public record MethodRef(String owner, String name, String descriptor) {
    /** For messages. */
    public String text() {
        return owner.replace('/', '.') + "." + name;
    }
}
