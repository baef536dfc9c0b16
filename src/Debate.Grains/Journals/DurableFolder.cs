using System.Runtime.InteropServices;

namespace Debate.Grains.Journals;

/// <summary>
/// Makes file names durable: after a power failure a file is found again only if its folder's entry was synced too. .NET cannot open
/// folders, so this calls libc directly; Windows neither needs nor offers such a call.
/// </summary>
internal static class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Moves a folder to an unused name; returns when the move would survive a power failure.</summary>
    public static void Move(string from, string to)
    {
        Sync(from);
        Directory.Move(from, to);
        Sync(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    private static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(folder, ReadOnly);
        var isSynced = handle >= 0 && Sync(handle) == 0;
        if (handle >= 0) _ = Close(handle);
        if (!isSynced) throw new IOException($"{folder}: it cannot be synced to the disk");
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
