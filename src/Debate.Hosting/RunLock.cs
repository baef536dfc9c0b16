using Debate.Deliberation;

namespace Debate.Hosting;

/// <summary>Locks root runs: the process that holds the lock file of a run's id drives it.</summary>
public static class RunLock
{
    /// <summary>Locks the run until disposal; throws <see cref="RunTakenException"/> if another process has locked it.</summary>
    public static async Task<IDisposable> TakeAsync(string data, DeliberationId id) =>
        await LockFile.TakeAsync(data, id.Root.Value) ?? throw new RunTakenException(id.Root, Owner(data, id));

    /// <summary>Whether any process drives the run now; creates no file.</summary>
    public static bool IsHeld(string data, DeliberationId id) => LockFile.IsHeld(data, id.Root.Value);

    /// <summary>The id of the process that drives the run, or drove it last; null if none ever did.</summary>
    public static string? Owner(string data, DeliberationId id) => LockFile.Owner(data, id.Root.Value);
}

/// <summary>Thrown when another process drives the run.</summary>
public sealed class RunTakenException(DeliberationId id, string? pid)
    : Exception($"{id} is being driven by process {pid ?? "?"}; wait for it or stop it");
