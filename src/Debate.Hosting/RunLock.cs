using System.Globalization;
using Debate.Deliberation;

namespace Debate.Hosting;

/// <summary>
/// Says who drives a root run. DATA/locks/ID.lock is held open exclusively and holds the owner's process id; the system lets it go when the
/// process ends, however it ends. The id stands in ID.pid too, because a file that is held cannot be read. The files stay: removing a lock
/// file would let two owners hold two files of one name.
/// </summary>
public sealed class RunLock : IDisposable
{
    private const int Attempts = 10;
    private readonly FileStream _held;

    private RunLock(FileStream held) => _held = held;

    /// <summary>Takes the run; throws <see cref="RunTakenException"/> where another process has it.</summary>
    public static async Task<RunLock> TakeAsync(string data, DeliberationId id)
    {
        Directory.CreateDirectory(Path.Combine(data, "locks"));
        var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var held = await OpenAsync(data, id) ?? throw new RunTakenException(id.Root, Owner(data, id));
        held.SetLength(0);
        held.Write(System.Text.Encoding.ASCII.GetBytes(pid));
        held.Flush();
        File.WriteAllText(Place(data, id, "pid"), pid);
        return new(held);
    }

    /// <summary>Whether somebody drives the run now; creates nothing.</summary>
    public static bool IsHeld(string data, DeliberationId id)
    {
        try
        {
            using var _ = new FileStream(Place(data, id, "lock"), FileMode.Open, FileAccess.Read, FileShare.Read);
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

    /// <summary>The process that drives the run, or did last; null where nobody ever did.</summary>
    public static string? Owner(string data, DeliberationId id) =>
        File.Exists(Place(data, id, "pid")) ? File.ReadAllText(Place(data, id, "pid")) : null;

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();

    private static async Task<FileStream?> OpenAsync(string data, DeliberationId id)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new(Place(data, id, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < Attempts)
            {
                // Somebody who only looks whether it is held has it for a moment.
                await Task.Delay(20);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    private static string Place(string data, DeliberationId id, string extension) => Path.Combine(data, "locks", $"{id.Root}.{extension}");
}

/// <summary>Another process drives the run.</summary>
public sealed class RunTakenException(DeliberationId id, string? pid)
    : Exception($"{id} is being driven by process {pid ?? "?"}; wait for it or stop it");
