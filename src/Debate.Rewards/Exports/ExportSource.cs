using System.Collections.Immutable;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Rewards.Episodes;

namespace Debate.Rewards.Exports;

/// <summary>
/// A finished deliberation as rows are made of it: the replies of the seats that compete, or of all seats where none do, in the order of the
/// protocol, each with its label.
/// </summary>
public sealed class ExportSource
{
    private ExportSource(RunRecord run, IReadOnlyList<string> debaters) => (Run, Debaters) = (run, debaters);

    /// <summary>The run; it has a verdict.</summary>
    public RunRecord Run { get; }

    /// <summary>The seats that compete; empty where the protocol has none.</summary>
    public IReadOnlyList<string> Debaters { get; }

    /// <summary>What it was about.</summary>
    public Problem Problem => Run.Snapshot.Problem;

    /// <summary>What it came to.</summary>
    public Verdict Verdict => Run.End!.Verdict;

    /// <summary>The completions.</summary>
    public ImmutableArray<Completion> Completions { get; private set; } = [];

    /// <summary>The question as one message: the prompt of rows that have no chat of their own.</summary>
    public IReadOnlyList<ChatMessage> Question => [new(Role.User, Problem.Told)];

    /// <summary>An answer that is right; null where none is known.</summary>
    public string? GroundTruth => Problem.Answers.Count > 0 ? Problem.Answers[0] : Problem.Reference;

    /// <summary>Whether the problem has a key.</summary>
    public bool IsKeyed => Problem.Answers.Count > 0 || Problem.Reference is not null;

    /// <summary>The source of a run, which must have its verdict and be a debate of a protocol that is known.</summary>
    public static ExportSource Of(RunRecord run, ProtocolRegistry protocols, LabelRule label)
    {
        var (snapshot, protocol) = (run.Snapshot, protocols.Find(run.Snapshot.Protocol));
        string[] debaters = [.. protocol.Seats(snapshot.Options).Take(protocol.Debaters(snapshot.Options))];
        var source = new ExportSource(run, debaters);
        var rewards = (EpisodeRewards.Of(run, debaters)?.Turns ?? []).ToDictionary(t => t.Turn, t => t.Reward, StringComparer.Ordinal);
        var messages = Messages.Of(run);
        source.Completions =
        [
            .. from entry in run.Ordered
               let asked = entry.Body as Asked
               where asked is not null && (debaters.Length == 0 || debaters.Contains(asked.Seat))
               select source.Completion(entry.Path, asked, messages, rewards, label),
        ];
        return source;
    }

    /// <summary>Whether a text gives an answer that the key accepts; null where there is no key.</summary>
    public bool? IsRight(string text)
    {
        if (!IsKeyed) return null;
        var answer = FinalAnswer.Of(text);
        return answer.Length > 0 && AutoChecker.For(Problem).Check(answer, Problem).Correct;
    }

    private Completion Completion(
        string path, Asked asked, Messages messages, Dictionary<string, double> rewards, LabelRule label)
    {
        var turn = External.TurnOf(path, asked.Request);
        var isGood = IsGood(asked, label);
        double? reward = rewards.TryGetValue(turn, out var earned) ? earned : isGood is { } good && Debaters.Count == 0 ? good ? 1 : 0 : null;
        return new(turn, asked, messages.Chat(asked.Chat), isGood, reward);
    }

    private bool? IsGood(Asked asked, LabelRule label) => label switch
    {
        LabelRule.Key => IsRight(asked.Reply),
        LabelRule.Judge => HasWon(asked.Seat),
        LabelRule.Majority => IsOfVerdict(asked.Reply),
        _ => Debaters.Count > 0 ? HasWon(asked.Seat) : IsKeyed ? IsRight(asked.Reply) : IsOfVerdict(asked.Reply),
    };

    private bool? HasWon(string seat) =>
        Verdict is { Decision: Decision.Decided, Side: { } side } && Debaters.Contains(side) && Debaters.Contains(seat) ? seat == side : null;

    private bool? IsOfVerdict(string text) => Verdict.Answer is { } answer
        ? AnswerForm.Of(FinalAnswer.Of(text), Problem.Choices) == AnswerForm.Of(answer, Problem.Choices)
        : null;
}
