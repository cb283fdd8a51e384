package dev.kingtide.host.docker;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The image of the containers that hold tasks' network namespaces: one program of some 200 bytes
/// that waits for ever, made here, so that nothing has to be pulled for it (the ECS agent brings
/// its `amazon/amazon-ecs-pause` along in the same way).
///
/// The program, in machine code of x86-64 or AArch64, tells the kernel that nobody will ask for the
/// end of its children (SIGCHLD is ignored, so none stays a zombie), and then sleeps for ever.
final class PauseImage {
    static final String NAME = "kingtide/pause:1";
    private static final int BASE = 0x400000;
    private static final int CODE = 120;
    private static final int SIG_IGN = 1;
    private static final int SIGACTION_BYTES = 32;
    private static final int TAR_BLOCK = 512;

    /// rt_sigaction(SIGCHLD, &action, NULL, 8); for (;;) pause();
    private static final int[] X86_64 = {
        0xb8,
        13,
        0,
        0,
        0, // mov eax, 13
        0xbf,
        17,
        0,
        0,
        0, // mov edi, 17
        0xbe,
        0,
        0,
        0,
        0, // mov esi, action
        0x31,
        0xd2, // xor edx, edx
        0x41,
        0xba,
        8,
        0,
        0,
        0, // mov r10d, 8
        0x0f,
        0x05, // syscall
        0xb8,
        34,
        0,
        0,
        0, // mov eax, 34
        0x0f,
        0x05, // syscall
        0xeb,
        0xf7 // jmp to the mov before
    };

    private static final int X86_64_ACTION_AT = 11;

    /// rt_sigaction(SIGCHLD, &action, NULL, 8); for (;;) ppoll(NULL, 0, NULL, NULL);
    private static final int[] AARCH64 = {
        0xd2800220, // mov x0, 17
        0x10000201, // adr x1, action (64 bytes on)
        0xd2800002, // mov x2, 0
        0xd2800103, // mov x3, 8
        0xd28010c8, // mov x8, 134
        0xd4000001, // svc 0
        0xd2800000, // mov x0, 0
        0xd2800001, // mov x1, 0
        0xd2800002, // mov x2, 0
        0xd2800003, // mov x3, 0
        0xd2800004, // mov x4, 0
        0xd2800928, // mov x8, 73
        0xd4000001, // svc 0
        0x17fffff9, // b to the mov x0, 0
        0xd503201f, // nop
        0xd503201f, // nop
        0xd503201f // nop: the action follows
    };

    private final Engine engine;
    private boolean there;

    PauseImage(Engine engine) {
        this.engine = engine;
    }

    /// Makes the image if it is not there.
    synchronized void provide() throws EngineFailure {
        if (there) {
            return;
        }
        if (!engine.hasImage(NAME)) {
            int colon = NAME.indexOf(':');
            engine.importImage(
                    NAME.substring(0, colon),
                    NAME.substring(colon + 1),
                    tar("pause", program(engine.info().architecture())),
                    List.of("ENTRYPOINT [\"/pause\"]"));
        }
        there = true;
    }

    /// It may have been removed by somebody.
    synchronized void forget() {
        there = false;
    }

    /// An ELF file with one segment that holds headers, code and data.
    static byte[] program(String architecture) {
        boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
        byte[] code = arm ? aarch64() : x86();
        int size = CODE + code.length + SIGACTION_BYTES;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        elf.putShort((short) 2).putShort((short) (arm ? 183 : 62)).putInt(1);
        elf.putLong(BASE + CODE).putLong(64).putLong(0).putInt(0);
        elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        elf.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
        elf.putLong(size).putLong(size).putLong(0x1000);
        elf.put(code).putLong(SIG_IGN);
        return elf.array();
    }

    private static byte[] x86() {
        ByteBuffer code = ByteBuffer.allocate(X86_64.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int one : X86_64) {
            code.put((byte) one);
        }
        return code.putInt(X86_64_ACTION_AT, BASE + CODE + X86_64.length).array();
    }

    private static byte[] aarch64() {
        ByteBuffer code = ByteBuffer.allocate(4 * AARCH64.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int one : AARCH64) {
            code.putInt(one);
        }
        return code.array();
    }

    /// A tar archive (POSIX ustar) of one executable file.
    static byte[] tar(String name, byte[] content) {
        int blocks = (content.length + TAR_BLOCK - 1) / TAR_BLOCK;
        byte[] tar = new byte[TAR_BLOCK * (blocks + 3)];
        put(tar, 0, name);
        put(tar, 100, "0000755\0");
        put(tar, 108, "0000000\0");
        put(tar, 116, "0000000\0");
        put(tar, 124, "%011o\0".formatted(content.length));
        put(tar, 136, "00000000000\0");
        put(tar, 148, "        0");
        put(tar, 257, "ustar\00000");
        int sum = 0;
        for (int i = 0; i < TAR_BLOCK; i++) {
            sum += tar[i] & 0xff;
        }
        put(tar, 148, "%06o\0 ".formatted(sum));
        System.arraycopy(content, 0, tar, TAR_BLOCK, content.length);
        return tar;
    }

    private static void put(byte[] tar, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, tar, at, bytes.length);
    }
}
