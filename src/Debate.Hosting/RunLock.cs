using Debate.Deliberation;

namespace Debate.Hosting;

/// <summary>Says who drives a root run: whoever holds the lock file of its id.</summary>
public static class RunLock
{
    /// <summary>Takes the run until it is disposed; throws <see cref="RunTakenException"/> where another process has it.</summary>
    public static async Task<IDisposable> TakeAsync(string data, DeliberationId id) =>
        await LockFile.TakeAsync(data, id.Root.Value) ?? throw new RunTakenException(id.Root, Owner(data, id));

    /// <summary>Whether somebody drives the run now; creates nothing.</summary>
    public static bool IsHeld(string data, DeliberationId id) => LockFile.IsHeld(data, id.Root.Value);

    /// <summary>The process that drives the run, or did last; null where nobody ever did.</summary>
    public static string? Owner(string data, DeliberationId id) => LockFile.Owner(data, id.Root.Value);
}

/// <summary>Another process drives the run.</summary>
public sealed class RunTakenException(DeliberationId id, string? pid)
    : Exception($"{id} is being driven by process {pid ?? "?"}; wait for it or stop it");
