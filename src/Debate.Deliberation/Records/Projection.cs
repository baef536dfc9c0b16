using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>
/// The canonical, path-ordered projection of a run and its children, without anything that depends on when, where and in which order it was
/// stored. Runs of one seed with equal replies give equal bytes, whether or not they were interrupted. It omits time, hash and sequence of
/// entries, takeovers ("epoch") and suspensions, the configuration, the priority and the budgets (which influence when and whether
/// something finishes, not its result). Ids are relative to the root, which is "."; a message is listed with the first request, in the
/// order of paths, that needs it.
/// </summary>
public static class Projection
{
    /// <summary>One line of JSON per entry of a run. A tree is its root, then its children in ordinal order of their ids.</summary>
    public static IEnumerable<string> Of(RunRecord run)
    {
        var messages = Messages.Of(run);
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in run.Ordered)
            if (Neutral(entry.Body, messages, shown) is { } body) yield return Line(run.Id, entry.Path, body);
    }

    private static string Line(DeliberationId id, string path, EntryBody body) => new JsonObject
    {
        ["run"] = Relative(id).Value,
        ["path"] = path,
        ["entry"] = JsonSerializer.SerializeToNode(body, JournalForm.Entry),
    }.ToJsonString(Form);

    private static EntryBody? Neutral(EntryBody body, Messages messages, HashSet<string> shown) => body switch
    {
        Epoch or Suspended => null,
        Joined joined => joined with { Configuration = null },
        Started started => new Started(Neutral(started.Snapshot)),
        Deliberated child => child with { Child = Relative(child.Child) },
        Asked asked => Neutral(asked, messages, shown),
        _ => body,
    };

    private static Snapshot Neutral(Snapshot snapshot) =>
        snapshot with { Id = Relative(snapshot.Id), Budget = Budget.Unlimited, Priority = null, Configuration = null };

    private static Asked Neutral(Asked asked, Messages messages, HashSet<string> shown)
    {
        var fresh = messages.Steps(asked.Chat).Where(step => shown.Add(step.Address)).Select(step => step.Message).ToArray();
        shown.Add(Chat.Address(asked.Chat, Role.Assistant, asked.Reply));
        return asked with { New = [.. fresh] };
    }

    private static DeliberationId Relative(DeliberationId id) => id.IsRoot ? new(".") : new(id.Value[(id.Root.Value.Length + 1)..]);

    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
