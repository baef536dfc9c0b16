namespace Debate.Hosting;

/// <summary>One server a data folder: the files that tell where it is are its own.</summary>
public static class ServerLock
{
    // No run has this name: what begins with '~' is the engine's own.
    private const string Name = "~serve";

    /// <summary>Takes the folder until it is disposed; an <see cref="InputException"/> where another process serves it.</summary>
    public static async Task<IDisposable> TakeAsync(string data) => await LockFile.TakeAsync(data, Name)
        ?? throw new InputException(
            $"--data '{data}': process {LockFile.Owner(data, Name)} serves this folder; stop it, or give another folder");
}
