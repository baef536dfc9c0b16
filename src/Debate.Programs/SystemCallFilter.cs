using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Debate.Programs;

/// <summary>
/// A filter of system calls for <c>bwrap --seccomp</c> (classic BPF): no new process or thread, whoever the user is (a limit of processes
/// does not bind root), no other kernel feature that a program has no use for and that was a way out of a sandbox before.
/// </summary>
internal static class SystemCallFilter
{
    private const uint Allow = 0x7fff0000, Kill = 0x80000000, Errno = 0x00050000;
    private const uint NotPermitted = 1, NotThere = 38;
    private const ushort Load = 0x20, JumpIfEqual = 0x15, JumpIfAtLeast = 0x35, Return = 0x06;
    private const uint NumberOffset = 0, ArchitectureOffset = 4;
    private const uint X32Bit = 0x40000000;

    // clone3 is said not to be there, so that libraries try clone, which is refused with a plain error.
    private static readonly Dictionary<Architecture, (uint Audit, uint Clone3, uint[] Refused)> Calls = new()
    {
        // clone fork vfork unshare setns ptrace mount umount2 pivot_root bpf keyctl add_key request_key userfaultfd perf_event_open
        // io_uring_setup io_uring_enter io_uring_register process_vm_readv process_vm_writev shmget msgget semget memfd_create
        // memfd_secret socket socketpair kexec_load init_module finit_module personality
        [Architecture.X64] = (0xc000003e, 435,
        [
            56, 57, 58, 272, 308, 101, 165, 166, 155, 321, 250, 248, 249, 323, 298, 425, 426, 427, 310, 311, 29, 68, 64, 319, 447, 41, 53,
            246, 175, 313, 135,
        ]),
        [Architecture.Arm64] = (0xc00000b7, 435,
        [
            220, 97, 268, 117, 40, 39, 41, 280, 219, 217, 218, 282, 241, 425, 426, 427, 270, 271, 194, 186, 190, 279, 447, 198, 199, 104,
            105, 273, 92,
        ]),
    };

    /// <summary>The filter for this machine; null where there is none, and so nothing is run.</summary>
    public static byte[]? Create() =>
        Calls.TryGetValue(RuntimeInformation.ProcessArchitecture, out var calls) ? Create(calls.Audit, calls.Clone3, calls.Refused) : null;

    private static byte[] Create(uint audit, uint clone3, uint[] refused)
    {
        var program = new List<(ushort Code, byte Yes, byte No, uint Value)>
        {
            (Load, 0, 0, ArchitectureOffset),
            (JumpIfEqual, 1, 0, audit),
            (Return, 0, 0, Kill),
            (Load, 0, 0, NumberOffset),
            // The other numbers of the same calls on x64.
            (JumpIfAtLeast, 0, 1, X32Bit),
            (Return, 0, 0, Kill),
            (JumpIfEqual, 0, 1, clone3),
            (Return, 0, 0, Errno | NotThere),
        };
        foreach (var call in refused)
        {
            program.Add((JumpIfEqual, 0, 1, call));
            program.Add((Return, 0, 0, Errno | NotPermitted));
        }
        program.Add((Return, 0, 0, Allow));
        var bytes = new byte[8 * program.Count];
        for (var i = 0; i < program.Count; i++)
        {
            var at = bytes.AsSpan(8 * i);
            BinaryPrimitives.WriteUInt16LittleEndian(at, program[i].Code);
            (at[2], at[3]) = (program[i].Yes, program[i].No);
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], program[i].Value);
        }
        return bytes;
    }
}
