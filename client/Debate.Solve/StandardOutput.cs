using Microsoft.Win32.SafeHandles;

namespace Debate.Solve;

/// <summary>
/// The bare file descriptor of stdout. Console's own stream silently swallows writes after the reader has closed the pipe; this one throws
/// <see cref="IOException"/>, so that a long answer stops there. It also avoids setting up a terminal and a signal thread, which takes
/// longer than an easy answer.
/// </summary>
internal sealed class StandardOutput : IDisposable
{
    private readonly FileStream? _bare =
        OperatingSystem.IsWindows() ? null : new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    public StandardOutput() => Stream = _bare ?? Console.OpenStandardOutput();

    /// <summary>The stream to write to.</summary>
    public Stream Stream { get; }

    /// <summary>Writes one line for a person to stderr, which may be the same file as stdout.</summary>
    public void WriteErrorLine(string line)
    {
        SyncFileOffset();
        Console.Error.WriteLine(line);
        if (_bare is { CanSeek: true }) _bare.Seek(0, SeekOrigin.End);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SyncFileOffset();
        Stream.Dispose();
    }

    // The bare stream tracks its own position in a file. Asking for its handle moves the file's offset, so that the next writer continues
    // there.
    private void SyncFileOffset() => _ = _bare?.SafeFileHandle;
}
