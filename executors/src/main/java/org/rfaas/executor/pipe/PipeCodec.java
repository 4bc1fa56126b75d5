package org.rfaas.executor.pipe;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.rfaas.executor.pipe.ManagerCommand.Assign;
import org.rfaas.executor.pipe.ManagerCommand.End;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;

/** Writes and reads both directions of the pipe; every message begins with a tag byte. */
public final class PipeCodec {
    private static final int ASSIGN = 1;
    private static final int END = 2;
    private static final int READY = 3;
    private static final int FINISHED = 4;

    private PipeCodec() {}

    public static void write(DataOutputStream out, ManagerCommand command) throws IOException {
        switch (command) {
            case Assign assign -> {
                out.writeByte(ASSIGN);
                out.writeLong(assign.lease().value());
                out.write(assign.token().bytes());
                out.writeUTF(assign.fabric());
                write(out, assign.settings());
                out.writeUTF(assign.listenAt());
                out.writeInt(assign.workers());
                out.writeInt(assign.slots());
                out.writeInt(assign.slotBytes());
                out.writeLong(assign.dataBytes());
                out.writeLong(assign.hotTimeoutNs());
            }
            case End end -> {
                out.writeByte(END);
                out.writeUTF(end.reason().name());
                out.writeLong(end.graceMs());
            }
        }
        out.flush();
    }

    public static void write(DataOutputStream out, ExecutorReport report) throws IOException {
        switch (report) {
            case ExecutorReport.Ready ready -> {
                out.writeByte(READY);
                out.writeUTF(ready.address().toString());
            }
            case ExecutorReport.Finished _ -> out.writeByte(FINISHED);
        }
        out.flush();
    }

    /**
     * Reads the next command.
     *
     * @throws java.io.EOFException when the manager has closed the pipe or died
     */
    public static ManagerCommand readCommand(DataInputStream in) throws IOException {
        int tag = in.readByte();
        return switch (tag) {
            case ASSIGN ->
                new Assign(
                        new LeaseId(in.readLong()),
                        AccessToken.of(in.readNBytes(AccessToken.BYTES)),
                        in.readUTF(),
                        readSettings(in),
                        in.readUTF(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readLong(),
                        in.readLong());
            case END -> new End(readReason(in), in.readLong());
            default -> throw new IOException("unknown manager command " + tag);
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
            case FINISHED -> new ExecutorReport.Finished();
            default -> throw new IOException("unknown executor report " + tag);
        };
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

    private static EndReason readReason(DataInputStream in) throws IOException {
        String name = in.readUTF();
        try {
            return EndReason.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IOException("unknown end reason " + name, e);
        }
    }
}
