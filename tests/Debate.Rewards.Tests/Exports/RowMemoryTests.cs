using System.Text.Json.Nodes;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Rewards.Exports;
using Debate.Rewards.Exports.Files;

namespace Debate.Rewards.Tests.Exports;

/// <summary>Measures the memory of the whole process, so it runs alone.</summary>
[Collection<Alone>]
public sealed class RowMemoryTests
{
    [Fact]
    public async Task Memory_does_not_grow_with_the_rows()
    {
        var columns = DatasetForms.Find("kto", true).Columns(true);
        foreach (var format in RowFileFormat.All)
        {
            await using var stream = new Sink();
            await using var rows = await format.Open(stream, columns);
            var held = new List<long>();
            for (var row = 1; row <= 60_000; row++)
            {
                var text = $"{new string('x', 1000)}{row}";
                await rows.WriteAsync([new ChatMessage[] { new(Role.User, text) }, new ChatMessage[] { new(Role.Assistant, text) },
                    row % 2 == 0]);
                if (row % 3_000 == 0) held.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
            await rows.CompleteAsync();
            Assert.True(stream.Length > 1_000_000, $"{format.Name}: {stream.Length} bytes");
            // Rows kept in memory would set the medians of the two halves 60 MB of text apart. A single measurement would not do: it falls
            // anywhere in a row group of up to 16 MB, and pools of buffers fill as they are needed.
            var growth = Median(held[10..]) - Median(held[..10]);
            Assert.True(growth < 20_000_000, $"{format.Name} grew by {growth}: {string.Join(", ", held)}");
        }
    }

    private static long Median(List<long> sizes) => sizes.Order().ElementAt(sizes.Count / 2);

    /// <summary>A stream that discards what is written.</summary>
    private sealed class Sink : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Flush() => _length += 0;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _length += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }

    [CollectionDefinition(DisableParallelization = true)]
    public sealed class Alone;
}
