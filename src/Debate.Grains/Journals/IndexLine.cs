using System.Text.Json;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Journals;

/// <summary>A line of the index as it is stored: what lists are ordered and filtered by, and all of it as JSON.</summary>
/// <param name="Started">Ticks in UTC.</param>
/// <param name="Status">Name of the <see cref="RunStatus"/>.</param>
/// <param name="Json">UTF-8 JSON of the <see cref="RunSummary"/>.</param>
internal sealed record IndexLine(long Started, string Status, byte[] Json)
{
    /// <summary>The form of a line.</summary>
    public static IndexLine? Of(RunSummary? summary) => summary is null
        ? null
        : new(
            summary.Started.UtcTicks,
            summary.Status.ToString(),
            JsonSerializer.SerializeToUtf8Bytes(summary, JournalForm.Summary));

    /// <summary>The line that such JSON holds; throws <see cref="InputException"/> naming the file where it holds none.</summary>
    public static RunSummary Read(ReadOnlySpan<byte> json, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(json, JournalForm.Summary)!;
        }
        catch (JsonException trouble)
        {
            throw new InputException($"{path}: damaged: a line of its index cannot be read", trouble);
        }
    }
}
