package org.rfaas.executor.pipe;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.pipe.ExecutorCommand.End;
import org.rfaas.executor.pipe.ExecutorCommand.WarmUp;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.function.FunctionKey;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;
import org.rfaas.wire.SlotLayout;

/** Writes and reads both directions of the pipe; every message begins with a tag byte. */
public final class PipeCodec {
    private static final int ASSIGN = 1;
    private static final int END = 2;
    private static final int READY = 3;
    private static final int FINISHED = 4;
    private static final int WARMED_UP = 5;
    private static final int FAILED = 6;
    private static final int CODE_WANTED = 7;
    private static final int CODE_OFFERED = 8;
    private static final int CODE = 9;
    private static final int WARM_UP = 10;

    private static final String NOWHERE = "";

    private PipeCodec() {}

    public static void write(DataOutputStream out, ExecutorCommand command) throws IOException {
        switch (command) {
            case Assign assign -> {
                out.writeByte(ASSIGN);
                write(out, assign);
            }
            case WarmUp warmUp -> {
                out.writeByte(WARM_UP);
                write(out, warmUp.assignment());
                out.writeBoolean(warmUp.isLast());
            }
            case ExecutorCommand.Code answer -> {
                out.writeByte(CODE);
                out.write(answer.key().digest());
                out.writeBoolean(answer.code().isPresent());
                if (answer.code().isPresent()) {
                    write(out, answer.code().get());
                }
            }
            case End end -> {
                out.writeByte(END);
                out.writeUTF(end.reason().name());
                out.writeLong(end.graceMs());
            }
        }
        out.flush();
    }

    /** By instanceof: the class that a switch over types generates at its first use costs a fresh executor time. */
    public static void write(DataOutputStream out, ExecutorReport report) throws IOException {
        if (report instanceof ExecutorReport.Ready ready) {
            out.writeByte(READY);
            out.writeUTF(ready.address().toString());
        } else if (report instanceof ExecutorReport.CodeWanted wanted) {
            out.writeByte(CODE_WANTED);
            out.write(wanted.key().digest());
        } else if (report instanceof ExecutorReport.CodeOffered offer) {
            out.writeByte(CODE_OFFERED);
            out.write(offer.key().digest());
            write(out, offer.code());
        } else if (report instanceof ExecutorReport.Failed failed) {
            out.writeByte(FAILED);
            out.writeUTF(failed.reason());
        } else if (report instanceof ExecutorReport.WarmedUp warmedUp) {
            out.writeByte(WARMED_UP);
            out.writeUTF(warmedUp.address().map(FabricAddress::toString).orElse(NOWHERE));
        } else {
            out.writeByte(FINISHED);
        }
        out.flush();
    }

    /**
     * Reads the next command.
     *
     * @throws java.io.EOFException when the manager has closed the pipe or died
     */
    public static ExecutorCommand readCommand(DataInputStream in) throws IOException {
        int tag = in.readByte();
        return switch (tag) {
            case ASSIGN -> readAssignment(in);
            case WARM_UP -> new WarmUp(readAssignment(in), in.readBoolean());
            case CODE ->
                new ExecutorCommand.Code(readKey(in), in.readBoolean() ? Optional.of(readCode(in)) : Optional.empty());
            case END -> new End(readReason(in), in.readLong());
            default -> throw new IOException("unknown executor command " + tag);
        };
    }

    /**
     * Reads the next report.
     *
     * @throws java.io.EOFException when the executor has closed the pipe or died
     */
    public static ExecutorReport readReport(DataInputStream in) throws IOException {
        int tag = in.readByte();
        return switch (tag) {
            case READY -> new ExecutorReport.Ready(FabricAddress.parse(in.readUTF()));
            case CODE_WANTED -> new ExecutorReport.CodeWanted(readKey(in));
            case CODE_OFFERED -> new ExecutorReport.CodeOffered(readKey(in), readCode(in));
            case FAILED -> new ExecutorReport.Failed(in.readUTF());
            case FINISHED -> new ExecutorReport.Finished();
            case WARMED_UP -> new ExecutorReport.WarmedUp(readPlace(in.readUTF()));
            default -> throw new IOException("unknown executor report " + tag);
        };
    }

    private static void write(DataOutputStream out, Assign assign) throws IOException {
        out.writeLong(assign.lease().value());
        out.write(assign.token().bytes());
        out.writeUTF(assign.fabric());
        write(out, assign.settings());
        out.writeUTF(assign.listenAt());
        out.writeInt(assign.workers());
        writeCpus(out, assign.cpus());
        out.writeInt(assign.layout().slots());
        out.writeInt(assign.layout().slotBytes());
        out.writeLong(assign.dataBytes());
        out.writeLong(assign.hotTimeoutNs());
        out.writeLong(assign.connectTimeoutNs());
        write(out, assign.rules());
    }

    private static Assign readAssignment(DataInputStream in) throws IOException {
        return new Assign(
                new LeaseId(in.readLong()),
                AccessToken.of(in.readNBytes(AccessToken.BYTES)),
                in.readUTF(),
                readSettings(in),
                in.readUTF(),
                in.readInt(),
                readCpus(in),
                new SlotLayout(in.readInt(), in.readInt()),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readRules(in));
    }

    private static void writeCpus(DataOutputStream out, List<Integer> cpus) throws IOException {
        out.writeShort(cpus.size());
        for (int cpu : cpus) {
            out.writeInt(cpu);
        }
    }

    private static List<Integer> readCpus(DataInputStream in) throws IOException {
        List<Integer> cpus = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            cpus.add(in.readInt());
        }
        return cpus;
    }

    private static void write(DataOutputStream out, FabricSettings settings) throws IOException {
        FabricSettings.Tcp tcp = settings.tcp();
        out.writeUTF(tcp.bind());
        out.writeLong(tcp.heartbeatInterval().toNanos());
        out.writeLong(tcp.heartbeatTimeout().toNanos());
        out.writeInt(tcp.socketBufferBytes());
        out.writeUTF(settings.verbs().address());
    }

    private static FabricSettings readSettings(DataInputStream in) throws IOException {
        return new FabricSettings(
                new FabricSettings.Tcp(
                        in.readUTF(), Duration.ofNanos(in.readLong()), Duration.ofNanos(in.readLong()), in.readInt()),
                new FabricSettings.Verbs(in.readUTF()));
    }

    private static void write(DataOutputStream out, FunctionRules rules) throws IOException {
        out.writeLong(rules.maxCodeBytes());
        out.writeBoolean(rules.nodeCache());
        out.writeLong(rules.deadlineNs());
    }

    private static FunctionRules readRules(DataInputStream in) throws IOException {
        return new FunctionRules(in.readLong(), in.readBoolean(), in.readLong());
    }

    private static void write(DataOutputStream out, byte[] code) throws IOException {
        out.writeInt(code.length);
        out.write(code);
    }

    private static byte[] readCode(DataInputStream in) throws IOException {
        int bytes = in.readInt();
        if (bytes < 0 || bytes > ExecutorReport.CodeOffered.MAX_BYTES) {
            throw new IOException("code of " + bytes + " bytes");
        }
        byte[] code = new byte[bytes];
        in.readFully(code);
        return code;
    }

    private static FunctionKey readKey(DataInputStream in) throws IOException {
        byte[] digest = new byte[FunctionKey.BYTES];
        in.readFully(digest);
        return FunctionKey.ofDigest(digest);
    }

    private static Optional<FabricAddress> readPlace(String address) {
        return address.equals(NOWHERE) ? Optional.empty() : Optional.of(FabricAddress.parse(address));
    }

    private static EndReason readReason(DataInputStream in) throws IOException {
        String name = in.readUTF();
        try {
            return EndReason.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IOException("unknown end reason " + name, e);
        }
    }
}
