namespace Debate.Hosting;

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
