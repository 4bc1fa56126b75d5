package org.rfaas.executor.sandbox;

import java.util.Optional;

/**
 * System call numbers of an architecture (asm/unistd.h) that the filter of a sandbox names.
 *
 * @param audit architecture as a filter sees it (linux/audit.h)
 * @param foreignBit numbers with this bit belong to another calling convention (x32 on x86-64); 0 for none
 * @param denied calls that no function needs and that have opened doors out of sandboxes
 * @param socket opens a socket; its first argument is the family
 * @param socketPair opens two
 * @param startThread clone: starts a thread or process; its first argument has the flags
 * @param clone3 the same, with flags that a filter cannot see
 */
record SystemCalls(int audit, int foreignBit, int[] denied, int socket, int socketPair, int startThread, int clone3) {
    /** Numbers that are the same everywhere: calls younger than 2019. */
    private static final int[] YOUNG = {
        425, 426, 427, // io_uring_setup, _enter, _register: a second system call interface that no filter sees
        428, 429, 430, 431, 432, 433, // open_tree, move_mount, fsopen, fsconfig, fsmount, fspick
        438, // pidfd_getfd
        440, // process_madvise
        442, // mount_setattr
        443, // quotactl_fd
    };

    private static final SystemCalls X86_64 = new SystemCalls(
            0xC000003E,
            0x40000000,
            denied(
                    101, // ptrace
                    165, 166, 155, 161, // mount, umount2, pivot_root, chroot
                    272, 308, // unshare, setns
                    310, 311, 312, // process_vm_readv, process_vm_writev, kcmp
                    248, 249, 250, // add_key, request_key, keyctl
                    321, 298, 323, // bpf, perf_event_open, userfaultfd
                    246, 320, 169, // kexec_load, kexec_file_load, reboot
                    175, 176, 313, // init_module, delete_module, finit_module
                    303, 304, // name_to_handle_at, open_by_handle_at
                    164, 227, 159, 305, // settimeofday, clock_settime, adjtimex, clock_adjtime
                    167, 168, 163, 179, // swapon, swapoff, acct, quotactl
                    170, 171, // sethostname, setdomainname
                    172, 173, 154, // iopl, ioperm, modify_ldt
                    256, 279, // migrate_pages, move_pages
                    300, 212, 103, 153, 135, // fanotify_init, lookup_dcookie, syslog, vhangup, personality
                    134, 136, 139, 156, 180), // uselib, ustat, sysfs, _sysctl, nfsservctl
            41,
            53,
            56,
            435);

    private static final SystemCalls AARCH64 = new SystemCalls(
            0xC00000B7,
            0,
            denied(
                    117, // ptrace
                    40, 39, 41, 51, // mount, umount2, pivot_root, chroot
                    97, 268, // unshare, setns
                    270, 271, 272, // process_vm_readv, process_vm_writev, kcmp
                    217, 218, 219, // add_key, request_key, keyctl
                    280, 241, 282, // bpf, perf_event_open, userfaultfd
                    104, 294, 142, // kexec_load, kexec_file_load, reboot
                    105, 106, 273, // init_module, delete_module, finit_module
                    264, 265, // name_to_handle_at, open_by_handle_at
                    170, 112, 171, 266, // settimeofday, clock_settime, adjtimex, clock_adjtime
                    224, 225, 89, 60, // swapon, swapoff, acct, quotactl
                    161, 162, // sethostname, setdomainname
                    238, 239, // migrate_pages, move_pages
                    262, 18, 116, 58, 92), // fanotify_init, lookup_dcookie, syslog, vhangup, personality
            198,
            199,
            220,
            435);

    /** Those of this machine; empty for one whose numbers are not known here. */
    static Optional<SystemCalls> ofThisMachine() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }

    private static int[] denied(int... old) {
        int[] all = new int[old.length + YOUNG.length];
        System.arraycopy(old, 0, all, 0, old.length);
        System.arraycopy(YOUNG, 0, all, old.length, YOUNG.length);
        return all;
    }
}
