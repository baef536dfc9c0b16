using Debate.Deliberation;

namespace Debate.Hosting;

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
