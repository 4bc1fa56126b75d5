package org.rfaas.control;

import org.rfaas.accounting.Usage;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.lease.Identifier;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeStatus;
import org.rfaas.lease.NodeTable;
import org.rfaas.lease.SignedCertificate;

/** Byte forms of what several control messages have in common. */
final class Composites {
    private static final int MAX_ADDRESS_BYTES = 300;

    private Composites() {}

    static void write(FrameWriter out, SignedCertificate certificate) {
        out.bounded(certificate.encoded(), SignedCertificate.MAX_BYTES);
    }

    static SignedCertificate readCertificate(FrameReader in) {
        return SignedCertificate.decode(in.bounded(SignedCertificate.MAX_BYTES));
    }

    static void write(FrameWriter out, FabricOffer offer) {
        out.text(offer.provider(), FabricOffer.MAX_LENGTH).text(offer.reach(), FabricOffer.MAX_LENGTH);
    }

    static FabricOffer readOffer(FrameReader in) {
        return new FabricOffer(in.text(FabricOffer.MAX_LENGTH), in.text(FabricOffer.MAX_LENGTH));
    }

    static void write(FrameWriter out, FabricAddress address) {
        out.text(address.toString(), MAX_ADDRESS_BYTES);
    }

    static FabricAddress readAddress(FrameReader in) {
        return FabricAddress.parse(in.text(MAX_ADDRESS_BYTES));
    }

    static void write(FrameWriter out, NodeCapacity node) {
        out.text(node.name(), Identifier.MAX_LENGTH).i64(node.incarnation());
        write(out, node.address());
        out.i32(node.cores()).i64(node.memoryBytes());
    }

    static NodeCapacity readNode(FrameReader in) {
        return new NodeCapacity(in.text(Identifier.MAX_LENGTH), in.i64(), readAddress(in), in.i32(), in.i64());
    }

    static void write(FrameWriter out, NodeTable.Row row) {
        write(out, row.capacity());
        out.i32(row.freeCores()).i64(row.freeMemoryBytes()).ordinal(row.status());
    }

    static NodeTable.Row readNodeRow(FrameReader in) {
        return new NodeTable.Row(readNode(in), in.i32(), in.i64(), in.ordinal(NodeStatus.values()));
    }

    static RegionDescriptor readRegion(FrameReader in) {
        return RegionDescriptor.ofBytes(in.fixed(RegionDescriptor.WIRE_BYTES));
    }

    static void write(FrameWriter out, Usage usage) {
        out.i64(usage.executionNs())
                .i64(usage.hotPollingNs())
                .i64(usage.invocations())
                .i64(usage.bytes());
    }

    static Usage readUsage(FrameReader in) {
        return new Usage(in.i64(), in.i64(), in.i64(), in.i64());
    }

    static void write(FrameWriter out, LeaseRow row) {
        out.i64(row.lease().value())
                .text(row.jobId(), Identifier.MAX_LENGTH)
                .text(row.user(), Identifier.MAX_LENGTH)
                .text(row.nodeName(), Identifier.MAX_LENGTH)
                .i32(row.cores())
                .i64(row.memoryBytes())
                .i64(row.expiresAtMs())
                .flag(row.ending());
    }

    static LeaseRow readLeaseRow(FrameReader in) {
        return new LeaseRow(
                new LeaseId(in.i64()),
                in.text(Identifier.MAX_LENGTH),
                in.text(Identifier.MAX_LENGTH),
                in.text(Identifier.MAX_LENGTH),
                in.i32(),
                in.i64(),
                in.i64(),
                in.flag());
    }
}
