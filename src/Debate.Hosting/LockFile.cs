using System.Globalization;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Storage;

namespace Debate.Hosting;

/// <summary>
/// A lock file that one process at a time holds: DATA/locks/NAME.lock, opened exclusively and containing the owner's process id; the
/// operating system releases it when the process ends, however it ends. The id is also in NAME.pid, because a locked file cannot be read.
/// The files are never deleted: deleting a lock file would let two owners hold two files of the same name.
/// </summary>
internal sealed class LockFile : IDisposable
{
    private const int MaxAttempts = 10;
    private readonly FileStream _stream;

    private LockFile(FileStream held) => _stream = held;

    /// <summary>Acquires the lock; null if another process holds it.</summary>
    public static async Task<LockFile?> TryAcquireAsync(string data, string name)
    {
        Directory.CreateDirectory(Path.Combine(data, "locks"));
        if (await TryOpenAsync(data, name) is not { } held) return null;
        WriteOwner(held, GetPath(data, name, "pid"));
        return new(held);
    }

    // A full disk is no reason to drive nothing: the lock holds without the number, which only people read.
    private static void WriteOwner(FileStream held, string path)
    {
        var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        try
        {
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes(pid));
            held.Flush();
            File.WriteAllText(path, pid);
        }
        catch (IOException full) when (StorageFullException.IsMeant(full))
        {
        }
    }

    /// <summary>Whether any process holds the lock now; creates no file.</summary>
    public static bool IsHeld(string data, string name)
    {
        try
        {
            using var _ = new FileStream(GetPath(data, name, "lock"), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Reads the id of the process that holds the lock, or held it last; null if none ever did.</summary>
    public static string? ReadOwner(string data, string name) =>
        File.Exists(GetPath(data, name, "pid")) ? File.ReadAllText(GetPath(data, name, "pid")) : null;

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static async Task<FileStream?> TryOpenAsync(string data, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new(GetPath(data, name, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException full) when (StorageFullException.IsMeant(full))
            {
                throw new StorageFullException(full.Message, full);
            }
            catch (IOException) when (attempt < MaxAttempts)
            {
                // A process that only checks whether the lock is held opens the file for a moment.
                await Task.Delay(20);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    private static string GetPath(string data, string name, string extension) => Path.Combine(data, "locks", $"{name}.{extension}");
}

/// <summary>Locks root runs: the process that holds the lock file of a run's id drives it.</summary>
public static class RunLock
{
    /// <summary>Locks the run until disposal; throws <see cref="RunLockedException"/> if another process has locked it.</summary>
    public static async Task<IDisposable> AcquireAsync(string data, DeliberationId id) =>
        await LockFile.TryAcquireAsync(data, id.Root.Value) ?? throw new RunLockedException(id.Root, ReadOwner(data, id));

    /// <summary>Whether any process drives the run now; creates no file.</summary>
    public static bool IsHeld(string data, DeliberationId id) => LockFile.IsHeld(data, id.Root.Value);

    /// <summary>The id of the process that drives the run, or drove it last; null if none ever did.</summary>
    public static string? ReadOwner(string data, DeliberationId id) => LockFile.ReadOwner(data, id.Root.Value);
}

/// <summary>Thrown when another process drives the run.</summary>
public sealed class RunLockedException(DeliberationId id, string? pid)
    : Exception($"{id} is being driven by process {pid ?? "?"}; wait for it or stop it");

/// <summary>Ensures one server per data folder: the files that hold the server's addresses belong to that server alone.</summary>
public static class ServerLock
{
    // No run has this name: ids that begin with '~' are reserved for the engine.
    private const string Name = "~serve";

    /// <summary>Locks the folder until disposal; throws <see cref="InputException"/> if another process serves it.</summary>
    public static async Task<IDisposable> AcquireAsync(string data) => await LockFile.TryAcquireAsync(data, Name)
        ?? throw new InputException(
            $"--data '{data}': process {LockFile.ReadOwner(data, Name)} serves this folder; stop it, or give another folder");
}
