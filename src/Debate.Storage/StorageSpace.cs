namespace Debate.Storage;

/// <summary>There is no space for what was to be written: the disk is full, or Redis's memory is. Nothing was written.</summary>
/// <param name="message">One line that names the place.</param>
/// <param name="inner">The exception below; null for none.</param>
public sealed class StorageFullException(string message, Exception? inner = null) : IOException(message, inner)
{
    // ENOSPC and EDQUOT, as .NET hands them on, and ERROR_DISK_FULL.
    private static readonly int[] Codes = [28, 122, unchecked((int)0x80070070)];

    /// <summary>Whether an error of a file says that there is no space.</summary>
    public static bool IsMeant(Exception error) => error is StorageFullException || error is IOException && Codes.Contains(error.HResult);
}

/// <summary>
/// Whether there is space in a server's data folder. While there is none, its journal refuses new runs, and the appends of those that go on
/// wait (<see cref="SqliteJournal"/>).
/// </summary>
/// <param name="folder">The data folder.</param>
/// <param name="onChange">Called with what is wrong when the space is used up, and with null when there is some again.</param>
public sealed class StorageSpace(string folder, Action<string?> onChange)
{
    private const int ProbeSize = 256 * 1024;

    private volatile string? _full;

    /// <summary>What is wrong; null while there is space.</summary>
    public string? Full => _full;

    /// <summary>Tries whether there is space again; tests replace it.</summary>
    internal Func<bool>? Probe { get; init; }

    /// <summary>Notes that something could not be written (with why), or could (null).</summary>
    internal void Report(string? full)
    {
        if ((full is null) == (_full is null)) return;
        _full = full;
        onChange(full);
    }

    /// <summary>Whether a quarter of a megabyte can be written; what a file system says of its free space is not always for us.</summary>
    internal bool IsBack()
    {
        if (Probe is { } probe) return probe();
        try
        {
            using var file = new FileStream(Path.Combine(folder, $"space.{Environment.ProcessId}"), new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
            });
            file.Write(new byte[ProbeSize]);
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
