using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
using Debate.Hosting;

namespace Debate.Cli.Output;

/// <summary>How debates went; what they are made of is in the children's own journals.</summary>
internal static class Studies
{
    /// <summary>The study of those children of a run that are finished; null where they do not debate.</summary>
    public static async Task<DebateStudy?> OfAsync(RunView view, IEnumerable<Child> children, string checker)
    {
        var finished = view.Run.Stored.Select(e => e.Body).OfType<Deliberated>().Select(c => c.Child).ToHashSet();
        var answers = AnswerCheckers.Named(checker);
        var debates = new List<StudiedDebate>();
        foreach (var child in children.Where(Debates).Select(c => view.Run.Id.Child(c.Key)).Where(finished.Contains))
        {
            EntryBody[] entries = [.. (await view.Journal.ReadAsync(child)).Select(e => e.Read())];
            if (StudiedDebate.Of(entries, DebateServices.Protocols, answers) is { } debate) debates.Add(debate);
        }
        return DebateStudy.Of(debates);
    }

    /// <summary>The study of one debate.</summary>
    public static DebateStudy? Of(RunView view) =>
        DebateStudy.Of([[.. view.Run.Stored.Select(e => e.Body)]], DebateServices.Protocols, AnswerCheckers.Named(AnswerCheckers.Names[0]));

    private static bool Debates(Child child)
    {
        var protocol = DebateServices.Protocols.Find(child.Protocol);
        return protocol.DefaultModel is null && protocol.Debaters(protocol.Complete(child.Options)) > 1;
    }
}
