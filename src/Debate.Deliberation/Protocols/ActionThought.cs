using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Steps;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// One text made of actions (Shen et al., "Satori: Reinforcement Learning with Chain-of-Action-Thought Enhances LLM Reasoning via
/// Autoregressive Search", ICML 2025, here prompted): a segment goes on, reflects on what stands there, or explores another way. The seat
/// chooses; or a critic does, who looks at each segment: after a sound one the seat goes on, after a wrong one it reflects, and where the
/// work leads nowhere it explores, from behind the last segment that was sound.
/// </summary>
public sealed partial class ActionThought : IProtocol<ActionThoughtOptions>
{
    private const string Continue = "continue", Reflect = "reflect", Explore = "explore";
    private static readonly SoundReader Reader = new();

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<ActionThoughtOptions>("action-thought", 1, () => new ActionThought())
    {
        Seats = o => o.Chooser == ActionChooser.Critic ? ["solver", "critic"] : ["solver"],
        MaxCalls = o => o.Segments * (o.Chooser == ActionChooser.Critic ? 2 : 1) + 1,
        CallsOption = "segments",
        Needs = o => Draft.ListNeeds("solver", o.Prefix),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, ActionThoughtOptions options)
    {
        var chat = new SeatChat(d, "solver");
        var (byPrefix, note) = await Draft.ChooseAsync(d, chat.Seat, options.Prefix);
        var draft = Draft.Begin(chat, Prompts.Fill("action-thought/ask", ("question", d.Problem.PromptText)), d, byPrefix);
        var (segments, sound, unread, action) = (new List<ActionSegment>(), 0, 0, (string?)null);
        while (segments.Count < options.Segments && !(segments.Count > 0 && segments[^1].IsLast))
        {
            if (action is not null) draft.Insert($"{(draft.Reply.Text.Length == 0 ? "" : "\n\n")}[{action}]\n", "action");
            var (start, before) = (draft.Reply.Text.Length, segments.Count);
            var added = await draft.GoOnAsync();
            if (added.Fault is not null) return Verdict.FromFault(added) with { Ended = "reply", Rounds = 1, Notes = [note] };
            foreach (var (name, text, end) in Split(draft.Reply.Text, start, action))
            {
                segments.Add(new(name, text));
                if (segments[^1].IsLast || segments.Count == options.Segments || options.Chooser == ActionChooser.Critic)
                {
                    draft.Cut(end);
                    break;
                }
            }
            if (segments.Count == before) break;
            if (options.Chooser == ActionChooser.Seat || segments[^1].IsLast) continue;
            var check = await new SeatChat(d, "critic").AskAsync(Prompts.Fill("action-thought/check",
                ("question", d.Problem.PromptText), ("work", Quotation.Quote("the work", draft.Reply.Text))), Reader);
            unread += check.IsUnread ? 1 : 0;
            action = check.Value switch { { IsStuck: true } => Explore, { IsAccepted: false } => Reflect, _ => Continue };
            if (action == Continue) sound = draft.Reply.Text.Length;
            if (action == Explore) draft.Cut(sound);
        }
        if (segments.Count == 0 || !segments[^1].IsLast) segments.Add(await CloseAsync(draft));
        await d.SayAsync("solver", draft.Reply.Text, 1);
        var answer = FinalAnswer.Extract(segments[^1].Text);
        return new(answer.Length > 0 ? Decision.Decided : Decision.Undecided)
        {
            Answer = answer.Length > 0 ? answer : null,
            Ended = "reply",
            Rounds = 1,
            Measures = Measure(d.Problem, segments),
            Notes = [note, .. unread > 0 ? [FormattableString.Invariant($"{unread} checks could not be read; the seat went on")] : Array.Empty<string>()],
        };
    }

    /// <summary>Asks for the answer where all segments were used up without one.</summary>
    private static async Task<ActionSegment> CloseAsync(Draft draft)
    {
        draft.Insert("\n\nAnswer:", "closing");
        return new(Continue, $"Answer:{(await draft.GoOnAsync()).Text}");
    }

    /// <summary>The segments of a text from a position on: the action, the text, and where it ends. One without a mark goes on.</summary>
    private static IEnumerable<(string Action, string Text, int End)> Split(string text, int start, string? action)
    {
        var (name, from) = (action, start);
        foreach (Match mark in MarkPattern().Matches(text, start))
        {
            if (text.AsSpan(from, mark.Index - from).Trim().Length > 0) yield return (name ?? Continue, text[from..mark.Index], mark.Index);
            (name, from) = (mark.Groups[1].Value.ToLowerInvariant(), mark.Index + mark.Length);
        }
        if (text.AsSpan(from).Trim().Length > 0) yield return (name ?? Continue, text[from..], text.Length);
    }

    private static ImmutableSortedDictionary<string, double> Measure(Problem problem, IReadOnlyList<ActionSegment> segments)
    {
        var measures = ImmutableSortedDictionary<string, double>.Empty.Add("segments", segments.Count)
            .Add("reflections", segments.Count(s => s.Action == Reflect)).Add("explorations", segments.Count(s => s.Action == Explore));
        if (problem.Answers.Count == 0) return measures;
        var checker = AutoChecker.SelectChecker(problem);
        bool[] right = [.. segments.Select(s => checker.Check(FinalAnswer.Extract(s.Text), problem).Correct)];
        int Count(bool before, bool after) =>
            Enumerable.Range(1, right.Length - 1).Count(i => segments[i].Action != Continue && right[i - 1] == before && right[i] == after);
        return measures.Add("rescued", Count(before: false, after: true)).Add("spoilt", Count(before: true, after: false));
    }

    // Ours, and those of the published models.
    [GeneratedRegex(@"(?:\[|<·?\|)(continue|reflect|explore)(?:\]|\|>)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MarkPattern();

    [GeneratedRegex(@"^[\s*_#>]{0,8}(?:final\s)?answer\s{0,4}(?:\*\*)?\s{0,4}:", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex AnswerPattern();

    private sealed record ActionSegment(string Action, string Text)
    {
        /// <summary>Whether it gives the final answer.</summary>
        public bool IsLast { get; } = AnswerPattern().IsMatch(Text);
    }
}

/// <summary>The options of a text made of actions.</summary>
public sealed record ActionThoughtOptions
{
    /// <summary>Segments at most.</summary>
    [Option("Segments at most."), Range(1, 1000)]
    public int Segments { get; init; } = 12;

    /// <summary>Who chooses the actions.</summary>
    [Option("Who chooses what a segment does: the seat itself, or a critic who checks the segment before it.")]
    public ActionChooser Chooser { get; init; }

    /// <summary>How the seat goes on with its text.</summary>
    [Option("How the seat goes on with its text: as its own message where its model can, never otherwise, or quoted in a prompt.")]
    public PrefixMode Prefix { get; init; }
}

/// <summary>Who chooses the actions of a text.</summary>
public enum ActionChooser
{
    /// <summary>The seat that writes it.</summary>
    Seat,

    /// <summary>A critic.</summary>
    Critic,
}
