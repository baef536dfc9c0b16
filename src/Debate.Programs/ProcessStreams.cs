using System.Text;

namespace Debate.Programs;

/// <summary>Lines of a stream, each with a limit: whatever is at the other end, it fills no memory here.</summary>
internal sealed class BoundedLines(Stream stream)
{
    private byte[] _buffer = new byte[4096];
    private int _count;

    /// <summary>The next line without its line feed; null at the end of the stream, and for a line of more bytes than <paramref name="max"/>.</summary>
    public async Task<byte[]?> ReadAsync(int max)
    {
        for (var searched = 0; ;)
        {
            var end = Array.IndexOf(_buffer, (byte)'\n', searched, _count - searched);
            if (end >= 0) return Take(end);
            searched = _count;
            if (_count > max) return null;
            if (_count == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
            var read = await stream.ReadAsync(_buffer.AsMemory(_count));
            if (read == 0) return null;
            _count += read;
        }
    }

    private byte[] Take(int end)
    {
        var line = _buffer[..end];
        _count -= end + 1;
        Array.Copy(_buffer, end + 1, _buffer, 0, _count);
        return line;
    }
}

/// <summary>The end of what a process writes to standard error, which is read all the time so that it never waits.</summary>
internal sealed class ErrorTail
{
    private const int Kept = 4096;
    private readonly Task<string> _text;
    private volatile string _beginning = "";

    public ErrorTail(Stream stream) => _text = ReadToEndAsync(stream);

    /// <summary>What came first, at once: a process may take long to say all of it.</summary>
    public string Beginning => _beginning;

    /// <summary>The end of the text, once the stream has ended.</summary>
    public Task<string> ReadAsync() => _text;

    private async Task<string> ReadToEndAsync(Stream stream)
    {
        var (buffer, count) = (new byte[2 * Kept], 0);
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer.AsMemory(count))) > 0;)
            {
                count += read;
                if (_beginning.Length == 0) _beginning = Encoding.UTF8.GetString(buffer, 0, count);
                if (count < buffer.Length) continue;
                Array.Copy(buffer, Kept, buffer, 0, Kept);
                count = Kept;
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return Encoding.UTF8.GetString(buffer, 0, count);
        }
        return Encoding.UTF8.GetString(buffer, 0, count);
    }
}
