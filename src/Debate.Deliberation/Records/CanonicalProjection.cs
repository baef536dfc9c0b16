using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>
/// The canonical, path-ordered projection of a run and its children, without anything that depends on when, where and in which order it was
/// stored. Runs of one seed with equal replies give equal bytes, whether or not they were interrupted. It omits time, hash and sequence of
/// entries, takeovers ("epoch") and suspensions, the configuration, the metadata, the priority and the budgets (which influence when and
/// whether something finishes, not its result), what a server refuses, and why a child was forgone. Ids are relative to the root, which is "."; a message is listed with the
/// first request, in the order of paths, that needs it.
/// </summary>
public static class CanonicalProjection
{
    /// <summary>One line of JSON per entry of a run. A tree is its root, then its children in ordinal order of their ids.</summary>
    public static IEnumerable<string> Format(RunRecord run)
    {
        var messages = StoredMessages.Collect(run);
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in run.EntriesByPath)
            if (Normalise(entry.Body, messages, shown) is { } body) yield return FormatLine(run.Id, entry.Path, body);
    }

    private static string FormatLine(DeliberationId id, string path, EntryBody body) => new JsonObject
    {
        ["run"] = ToRelative(id).Value,
        ["path"] = path,
        ["entry"] = JsonSerializer.SerializeToNode(body, JournalJsonOptions.EntryInfo),
    }.ToJsonString(SerializerOptions);

    private static EntryBody? Normalise(EntryBody body, StoredMessages messages, HashSet<string> shown) => body switch
    {
        ActivationStarted or ConfigurationChanged or RunSuspended => null,
        SeatsJoined joined => joined with { Configuration = null },
        ChildForgone child => child with { Child = ToRelative(child.Child), Reason = "" },
        RunStarted started => new RunStarted(Normalise(started.Definition)),
        ChildCompleted child => child with { Child = ToRelative(child.Child) },
        ModelReplied asked => Normalise(asked, messages, shown),
        _ => body,
    };

    private static RunDefinition Normalise(RunDefinition definition) =>
        definition with
        {
            Id = ToRelative(definition.Id), Budget = Budget.Unlimited, Priority = null, Metadata = null, Configuration = null,
        };

    private static ModelReplied Normalise(ModelReplied asked, StoredMessages messages, HashSet<string> shown)
    {
        var fresh = messages.ReadMessages(asked.Chat).Where(step => shown.Add(step.Address)).Select(step => step.Message).ToArray();
        shown.Add(Chat.ComputeAddress(asked.Chat, Role.Assistant, asked.Reply));
        return asked with { New = [.. fresh], Unsent = null };
    }

    private static DeliberationId ToRelative(DeliberationId id) => id.IsRoot ? new(".") : new(id.Value[(id.Root.Value.Length + 1)..]);

    private static readonly JsonSerializerOptions SerializerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>
/// Orders paths as the protocol executes its effects, independently of the order in which they were stored: part by part, numbers by
/// value, a path before the paths below it. "start" comes first, other words come after all numbers.
/// </summary>
public sealed class PathComparer : IComparer<string>
{
    /// <summary>The only instance.</summary>
    public static PathComparer Instance { get; } = new();

    private PathComparer() { }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (a, b) = ((x ?? "").Split('/'), (y ?? "").Split('/'));
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
            if (ComparePart(a[i], b[i]) is not 0 and var order) return order;
        return a.Length.CompareTo(b.Length);
    }

    private static int ComparePart(string a, string b)
    {
        var (rankA, rankB) = (Rank(a), Rank(b));
        return rankA != rankB ? rankA.CompareTo(rankB) : string.CompareOrdinal(a, b);
    }

    private static long Rank(string part) => part == "start" ? -1
        : long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}
