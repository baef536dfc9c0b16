using System.Text.Json;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Journals;

/// <summary>A stored row of the run index: the columns that lists are sorted and filtered by, and the whole summary as JSON.</summary>
/// <param name="Started">Start time in UTC ticks.</param>
/// <param name="Status">Name of the <see cref="RunStatus"/>.</param>
/// <param name="Json">UTF-8 JSON of the <see cref="RunSummary"/>.</param>
internal sealed record RunIndexRow(long Started, string Status, byte[] Json)
{
    /// <summary>Creates the row of a summary; null for null.</summary>
    public static RunIndexRow? FromSummary(RunSummary? summary) => summary is null
        ? null
        : new(
            summary.Started.UtcTicks,
            summary.Status.ToString(),
            JsonSerializer.SerializeToUtf8Bytes(summary, JournalJsonOptions.SummaryInfo));

    /// <summary>Reads the summary in a row's JSON; throws <see cref="InputException"/>, naming the file, if there is none.</summary>
    public static RunSummary ReadSummary(ReadOnlySpan<byte> json, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(json, JournalJsonOptions.SummaryInfo)!;
        }
        catch (JsonException error)
        {
            throw new InputException($"{path}: damaged: a line of its index cannot be read", error);
        }
    }
}
