using Microsoft.Win32.SafeHandles;

namespace Debate.Solve;

/// <summary>
/// The bare file descriptor of stdout. Console's own stream goes on without a word where the reader has left; this one throws
/// <see cref="IOException"/>, so that a long answer ends there. Nor does it set up a terminal and a thread for its signals, which takes
/// longer than an easy answer.
/// </summary>
internal sealed class StandardOutput : IDisposable
{
    private readonly FileStream? _bare =
        OperatingSystem.IsWindows() ? null : new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    public StandardOutput() => Stream = _bare ?? Console.OpenStandardOutput();

    /// <summary>Where to write.</summary>
    public Stream Stream { get; }

    /// <summary>Tells a person one line on stderr, which may be the same file.</summary>
    public void Note(string line)
    {
        LeaveOffset();
        Console.Error.WriteLine(line);
        if (_bare is { CanSeek: true }) _bare.Seek(0, SeekOrigin.End);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        LeaveOffset();
        Stream.Dispose();
    }

    // The bare stream counts for itself where it is in a file. Asking for its handle moves the offset for whoever goes on writing.
    private void LeaveOffset() => _ = _bare?.SafeFileHandle;
}
