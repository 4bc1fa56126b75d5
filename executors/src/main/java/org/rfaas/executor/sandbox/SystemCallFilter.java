package org.rfaas.executor.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembles a seccomp filter: a program for the kernel's classic packet filter (seccomp(2), linux/filter.h) that looks at
 * each system call. What it does not name is allowed: a JVM with other people's native code needs most calls, and the
 * namespaces around it isolate; this one takes away the kernel's most attacked doors.
 *
 * <p>A denied call fails with EPERM, a socket of another family with EAFNOSUPPORT, and clone3 with ENOSYS, upon which the C
 * library falls back to clone, whose flags a filter can see.
 */
final class SystemCallFilter {
    private static final int LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int JUMP_SET = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private static final int RETURN = 0x06; // BPF_RET | BPF_K

    private static final int ALLOW = 0x7FFF0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int EAFNOSUPPORT = 97;

    /** Offsets in struct seccomp_data; the low half of an argument comes first on little-endian machines. */
    private static final int NUMBER = 0;

    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;

    /** CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET, and TIME (linux/sched.h). */
    private static final int NEW_NAMESPACES =
            0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000 | 0x00000080;

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;

    private static final int INSTRUCTION_BYTES = 8;

    private record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

    private final List<Instruction> program = new ArrayList<>();

    private SystemCallFilter() {}

    /**
     * The program as the kernel takes it.
     *
     * @param network whether internet sockets, and the netlink ones that network libraries ask for addresses, may be opened
     */
    static byte[] assemble(SystemCalls calls, boolean network) {
        SystemCallFilter filter = new SystemCallFilter();
        filter.load(ARCHITECTURE);
        filter.unlessEqual(calls.audit(), KILL_PROCESS);
        filter.load(NUMBER);
        if (calls.foreignBit() != 0) {
            filter.ifAnySet(calls.foreignBit(), ERRNO | EPERM);
        }
        for (int denied : calls.denied()) {
            filter.ifEqual(denied, ERRNO | EPERM);
        }
        filter.ifEqual(calls.clone3(), ERRNO | ENOSYS);
        filter.forCall(calls.startThread(), () -> filter.ifAnySet(NEW_NAMESPACES, ERRNO | EPERM));
        int[] families = network ? new int[] {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK} : new int[] {AF_UNIX};
        filter.forCall(calls.socket(), () -> filter.onlyFamilies(families));
        filter.forCall(calls.socketPair(), () -> filter.onlyFamilies(families));
        filter.emit(RETURN, 0, 0, ALLOW);
        return filter.encode();
    }

    private void onlyFamilies(int... families) {
        for (int family : families) {
            ifEqual(family, ALLOW);
        }
        emit(RETURN, 0, 0, ERRNO | EAFNOSUPPORT);
    }

    private void load(int offset) {
        emit(LOAD_WORD, 0, 0, offset);
    }

    private void ifEqual(int value, int verdict) {
        emit(JUMP_EQUAL, 0, 1, value);
        emit(RETURN, 0, 0, verdict);
    }

    private void unlessEqual(int value, int verdict) {
        emit(JUMP_EQUAL, 1, 0, value);
        emit(RETURN, 0, 0, verdict);
    }

    private void ifAnySet(int bits, int verdict) {
        emit(JUMP_SET, 0, 1, bits);
        emit(RETURN, 0, 0, verdict);
    }

    /** Runs a body on the first argument of one call; what the body lets through is allowed. */
    private void forCall(int number, Runnable body) {
        int jump = program.size();
        emit(JUMP_EQUAL, 0, 0, number); // mended below
        load(FIRST_ARGUMENT);
        body.run();
        emit(RETURN, 0, 0, ALLOW);
        program.set(jump, new Instruction(JUMP_EQUAL, 0, program.size() - jump - 1, number));
    }

    private void emit(int code, int ifTrue, int ifFalse, int operand) {
        program.add(new Instruction(code, ifTrue, ifFalse, operand));
    }

    private byte[] encode() {
        ByteBuffer bytes =
                ByteBuffer.allocate(program.size() * INSTRUCTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Instruction instruction : program) {
            bytes.putShort((short) instruction.code())
                    .put((byte) instruction.ifTrue())
                    .put((byte) instruction.ifFalse())
                    .putInt(instruction.operand());
        }
        return bytes.array();
    }
}
