namespace Debate.Models;

/// <summary>
/// A file that is written whole or not at all: its content goes into a file beside it, which replaces it on <see cref="Commit"/>, so that a
/// reader sees either the old content or the new. One writer at a time for one part file.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private readonly string _path, _part;

    /// <summary>Opens the file beside <paramref name="path"/>, whose name is longer by <paramref name="suffix"/>.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="suffix">What the name of the part file ends in.</param>
    /// <param name="open">Creates the part file, given its path; null for <see cref="File.Create(string)"/>.</param>
    public AtomicFile(string path, string suffix, Func<string, Stream>? open = null)
    {
        (_path, _part) = (path, path + suffix);
        Content = (open ?? File.Create)(_part);
    }

    /// <summary>Takes the content.</summary>
    public Stream Content { get; }

    /// <summary>Replaces the file; no further writes are possible.</summary>
    public void Commit()
    {
        Content.Dispose();
        File.Move(_part, _path, overwrite: true);
    }

    /// <summary>Removes what was written, if it was not committed.</summary>
    public void Dispose()
    {
        Content.Dispose();
        File.Delete(_part);
    }

    /// <summary>Writes a whole file; several threads and processes may, and the last one's content stays.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = new AtomicFile(path, $".{Environment.ProcessId}.{Environment.CurrentManagedThreadId}");
        file.Content.Write(content);
        file.Commit();
    }
}
