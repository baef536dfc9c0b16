using Debate.Core.Input;
using System.Buffers;
using System.Text.Unicode;

namespace Debate.Silo.Web;

/// <summary>
/// Receives the bodies of requests, whole, before anything is taken from them or done: none larger than its limit, and all that are on
/// their way within one budget of memory, counted as their bytes come, so that connections that send nothing cost nothing.
/// </summary>
internal sealed class RequestBodies(ServerLimits limits)
{
    private const int FirstRead = 16 << 10;

    private long _underWay;

    /// <summary>The limits that bodies are held to.</summary>
    public ServerLimits Limits => limits;

    /// <summary>The bytes that bodies on their way hold now.</summary>
    public long UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Told the length of each body in bytes, when it is whole.</summary>
    public event Action<int>? Received;

    /// <summary>
    /// Receives a body; throws an <see cref="HttpProblemException"/> with 413 for one that is too large and 429 where the budget is used
    /// up, and an <see cref="InputException"/> for one that is not UTF-8. Its bytes count as on their way until the result is disposed.
    /// </summary>
    public async Task<ReceivedBody> ReceiveAsync(HttpContext context)
    {
        if (context.Request.ContentLength > limits.Body) throw TooLarge(context.Request.ContentLength.Value);
        var body = new ReceivedBody(this);
        try
        {
            while (true)
            {
                var free = body.GetFree(context.Request.ContentLength, FirstRead);
                var count = await context.Request.Body.ReadAsync(free, context.RequestAborted);
                if (count == 0) break;
                if (body.Length + count > limits.Body) throw TooLarge(body.Length + count);
                body.Add(count);
            }
            Received?.Invoke(body.Length);
            return Utf8.IsValid(body.Bytes.Span) ? body
                : throw new InputException($"body: it is not UTF-8 from byte {FindInvalid(body.Bytes.Span) + 1} on");
        }
        catch (Exception)
        {
            body.Dispose();
            throw;
        }
    }

    private HttpProblemException TooLarge(long size) => new(
        StatusCodes.Status413PayloadTooLarge, $"body: {size} bytes, and at most {limits.Body} are taken (limit body)");

    private void Take(long bytes)
    {
        if (Interlocked.Add(ref _underWay, bytes) <= limits.Bodies) return;
        Interlocked.Add(ref _underWay, -bytes);
        throw new HttpProblemException(
            StatusCodes.Status429TooManyRequests, $"body: {limits.Bodies} bytes of bodies are on their way (limit bodies); come again")
        { RetryAfter = 1 };
    }

    private static int FindInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && System.Text.Rune.DecodeFromUtf8(bytes[at..], out _, out var used) == OperationStatus.Done) at += used;
        return at;
    }

    /// <summary>A body that was received.</summary>
    internal sealed class ReceivedBody(RequestBodies owner) : IDisposable
    {
        private byte[] _bytes = [];
        private bool _isDisposed;

        public int Length { get; private set; }

        public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Length);

        /// <summary>Room for more; what was announced is believed only as far as some times what came.</summary>
        public Memory<byte> GetFree(long? announced, int first)
        {
            if (Length == _bytes.Length)
            {
                var size = Math.Max(first, (announced is null ? 2L : 8L) * _bytes.Length);
                if (announced is { } whole && whole >= Length) size = Math.Min(size, whole + 1);
                owner.Take(size - _bytes.Length);
                Array.Resize(ref _bytes, (int)size);
            }
            return _bytes.AsMemory(Length);
        }

        public void Add(int count) => Length += count;

        public void Dispose()
        {
            if (_isDisposed) return;
            _isDisposed = true;
            Interlocked.Add(ref owner._underWay, -_bytes.Length);
        }
    }
}
