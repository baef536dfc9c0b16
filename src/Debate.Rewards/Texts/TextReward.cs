using System.Collections.Immutable;
using System.Globalization;
using Debate.Deliberation;
using Debate.Rewards.Shapes;

namespace Debate.Rewards.Texts;

/// <summary>
/// Rewards texts by debate. The problem's parts are the answers of a group. Each is defended against another member, a baseline (the part
/// with that key), or an answer of a checkpoint or a confuser, or is attacked by a critic; judges decide, in both orders by default. The
/// shape turns the judgements into rewards, which are stored in the verdict's measures: a recorded reward never changes.
/// </summary>
public sealed class TextReward : IProtocol
{
    /// <summary>The key of the part that is an opponent and not a member of the group.</summary>
    public const string Baseline = "baseline";

    private static readonly string[] GeneratedOpponents = ["checkpoint", "confuser"];

    /// <summary>The descriptor of this protocol.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new("text-reward", 1, () => new TextReward())
    {
        Options =
        [
            OptionRule.OneOf("opponent", "Whom an answer meets.", "critic", Baseline, "all-pairs", "circular", "checkpoint", "confuser"),
            OptionRule.Number("rounds", 1, 0, 5, "Rounds of debate before the judges decide; 0 for a judge without a debate."),
            OptionRule.OneOf("orders", "Whether both orders are judged, or the answer first alone.", "both", "first"),
            OptionRule.Number("judges", 1, 1, 9, "Judges; their probabilities are averaged."),
            new("shape", "margin", $"a shape made of {string.Join(", ", ShapeCatalogue.Names)}", IsShape,
                "What is made of the probabilities."),
        ],
        Seats = o =>
        [
            .. o.Number("rounds") > 0 ? ["pro", "con"] : Array.Empty<string>(), .. GetJudges(o),
            .. GeneratedOpponents.Contains(o.Text("opponent")) ? ["opponent"] : Array.Empty<string>(),
        ],
        Validate = Validate,
        MaxCalls = o => (o.Text("orders") == "both" ? 2 : 1) * (2 * o.Number("rounds") + o.Number("judges"))
            + (GeneratedOpponents.Contains(o.Text("opponent")) ? 1 : 0),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d)
    {
        Validate(d.Problem, d.Options);
        var texts = AnswersOf(d.Problem);
        for (var i = 0; i < texts.Length; i++) await d.SayAsync(AnswerName(i), texts[i], 0);
        var meetings = await PairOpponentsAsync(d, texts);
        var orders = d.Options.Text("orders") == "both" ? new[] { false, true } : [false];
        var branches = meetings.SelectMany(m => orders.Select(reversed => CreateBranch(texts[m.One], m.Text, reversed))).ToArray();
        var judged = await d.AllAsync(branches);
        var contests = new List<PairwiseJudgement>();
        foreach (var (meeting, at) in meetings.Select((m, i) => (m, i * orders.Length)))
        {
            var (first, second) = (judged[at], judged[at + orders.Length - 1]);
            if (first.Probability is not { } inOrder || second.Probability is not { } last)
                return UnreadVerdict(d, first.Probability is null ? first.Unread! : second.Unread!);
            contests.Add(new(meeting.One, meeting.Other, inOrder, orders.Length == 2 ? last : null));
        }
        return RewardedVerdict(d, new JudgedGroup(texts, contests));
    }

    /// <summary>The judges' seats.</summary>
    internal static IEnumerable<string> GetJudges(ProtocolOptions o) =>
        Enumerable.Range(1, o.Number("judges")).Select(n => n == 1 ? "judge" : string.Create(CultureInfo.InvariantCulture, $"judge-{n}"));

    private static string[] AnswersOf(Problem problem) => [.. problem.Parts.Where(p => p.Key != Baseline).Select(p => p.Text)];

    private static string? BaselineOf(Problem problem) => problem.Parts.FirstOrDefault(p => p.Key == Baseline)?.Text;

    private static void Validate(Problem problem, ProtocolOptions options)
    {
        var (answers, opponent) = (AnswersOf(problem).Length, options.Text("opponent"));
        if (answers == 0) throw new InputException($"problem '{problem.Key}': there is no answer to reward");
        if (opponent == Baseline && BaselineOf(problem) is null)
            throw new InputException("baseline: the opponent is a baseline, and none is given");
        if (opponent is "all-pairs" or "circular" && answers == 1)
            throw new InputException("answers: those of a group meet one another, and there is only one");
    }

    private static Func<IDeliberation, Task<TextOpinion>> CreateBranch(string answer, string? other, bool reversed) =>
        branch => new TextDebate(branch, answer, other, reversed).RunAsync();

    private static async Task<IReadOnlyList<Matchup>> PairOpponentsAsync(IDeliberation d, string[] texts)
    {
        var all = Enumerable.Range(0, texts.Length).ToArray();
        switch (d.Options.Text("opponent"))
        {
            case "critic": return [.. all.Select(i => new Matchup(i, PairwiseJudgement.Outsider, null))];
            case "all-pairs": return MeetMembers(texts, [.. all.SelectMany(i => all.Where(j => j > i).Select(j => (i, j)))]);
            case "circular": return MeetMembers(texts, [.. all.Select(i => (i, (i + 1) % texts.Length))]);
            case "checkpoint":
                return MeetOutsider(all, await GenerateAsync(d, Prompts.Fill("text-reward/checkpoint", ("task", d.Problem.PromptText))));
            case "confuser":
                var confusers = texts.Select<string, Func<IDeliberation, Task<string>>>(text => branch =>
                    GenerateConfusedAsync(branch, text));
                var confused = await d.AllAsync([.. confusers]);
                return [.. all.Select(i => new Matchup(i, PairwiseJudgement.Outsider, confused[i]))];
            default: return MeetOutsider(all, BaselineOf(d.Problem)!);
        }
    }

    private static IReadOnlyList<Matchup> MeetOutsider(int[] all, string text) =>
        [.. all.Select(i => new Matchup(i, PairwiseJudgement.Outsider, text))];

    private static IReadOnlyList<Matchup> MeetMembers(string[] texts, (int One, int Other)[] pairs) =>
        [.. pairs.Select(p => new Matchup(p.One, p.Other, texts[p.Other]))];

    private static Task<string> GenerateConfusedAsync(IDeliberation d, string answer) => GenerateAsync(d, Prompts.Fill(
        "text-reward/confuse", ("task", Quotation.Quote("task", d.Problem.PromptText)), ("answer", Quotation.Quote("answer", answer))));

    private static async Task<string> GenerateAsync(IDeliberation d, string told) => await new SeatChat(d, "opponent").AskAsync(told, 0);

    private static Verdict UnreadVerdict(IDeliberation d, SeatReply reply) => Verdict.FromFault(reply) with
    {
        Ended = "unjudged",
        Rounds = d.Options.Number("rounds"),
    };

    private static Verdict RewardedVerdict(IDeliberation d, JudgedGroup group)
    {
        var rewards = ShapeExpression.Parse(d.Options.Text("shape")).Rewards(group);
        if (Array.FindIndex(rewards, r => !double.IsFinite(r)) is >= 0 and var wrong)
            throw new InputException($"shape: the reward of answer {wrong + 1} is not a finite number");
        var side = Winner(group);
        return new(side is null ? Decision.Undecided : Decision.Decided)
        {
            Side = side,
            Answer = side,
            Ended = "judged",
            Rounds = d.Options.Number("rounds"),
            Measures = GroupRewards.ToMeasures(group, rewards),
        };
    }

    /// <summary>The answer with the highest probability; the opponent if a single answer loses; null if nobody leads.</summary>
    private static string? Winner(JudgedGroup group)
    {
        var p = Enumerable.Range(0, group.Count).Select(group.Probability).ToArray();
        if (p.Length == 1) return p[0] > 0.5 ? AnswerName(0) : p[0] < 0.5 ? "opponent" : null;
        var best = p.Max();
        return p.Count(x => x.Equals(best)) == 1 ? AnswerName(Array.IndexOf(p, best)) : null;
    }

    private static string AnswerName(int answer) => string.Create(CultureInfo.InvariantCulture, $"answer-{answer + 1}");

    private static bool IsShape(string text)
    {
        try
        {
            ShapeExpression.Parse(text);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>An answer and its opponent; the text is null if the opponent is a critic.</summary>
    private sealed record Matchup(int One, int Other, string? Text);
}
