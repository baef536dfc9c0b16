using System.ComponentModel.DataAnnotations;
using System.Collections.Immutable;
using System.Globalization;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Readers;
using Debate.Rewards.Shapes;

namespace Debate.Rewards.Texts;

/// <summary>
/// Rewards texts by debate. The problem's parts are the answers of a group. Each is defended against another member, a baseline (the part
/// with that key), or an answer of a checkpoint or a confuser, or is attacked by a critic; judges decide, in both orders by default. The
/// shape turns the judgements into rewards, which are stored in the verdict: a recorded reward never changes.
/// </summary>
public sealed class TextReward : IProtocol<TextRewardOptions>
{
    /// <summary>The key of the part that is an opponent and not a member of the group.</summary>
    public const string Baseline = "baseline";

    /// <summary>The descriptor of this protocol.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<TextRewardOptions>("text-reward", 4, () => new TextReward())
    {
        Seats = o =>
        [
            .. o.Rounds > 0 ? ["pro", "con"] : Array.Empty<string>(), .. GetJudges(o),
            .. o.IsOpponentGenerated ? ["opponent"] : Array.Empty<string>(),
        ],
        Validate = Validate,
        MaxCalls = o => (o.Orders == RewardOrders.Both ? 2 : 1) * (2 * o.Rounds + o.Judges) + (o.IsOpponentGenerated ? 1 : 0),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, TextRewardOptions options)
    {
        Validate(d.Problem, options);
        var texts = AnswersOf(d.Problem);
        for (var i = 0; i < texts.Length; i++) await d.SayAsync(AnswerName(i), texts[i], 0);
        var meetings = await PairOpponentsAsync(d, options.Opponent, texts);
        var orders = options.Orders == RewardOrders.Both ? new[] { false, true } : [false];
        var branches = meetings.SelectMany(m => orders.Select(reversed => CreateBranch(options, texts[m.One], m.Text, reversed))).ToArray();
        var judged = await d.AllAsync(branches);
        var contests = new List<PairwiseJudgement>();
        foreach (var (meeting, at) in meetings.Select((m, i) => (m, i * orders.Length)))
        {
            var (first, second) = (judged[at], judged[at + orders.Length - 1]);
            if (first.Probability is not { } inOrder || second.Probability is not { } last)
                return UnreadVerdict(options, first.Probability is null ? first : second);
            contests.Add(new(meeting.One, meeting.Other, inOrder, orders.Length == 2 ? last : null));
        }
        return RewardedVerdict(options, new JudgedGroup(texts, contests));
    }

    /// <summary>The judges' seats.</summary>
    internal static IEnumerable<string> GetJudges(TextRewardOptions o) =>
        Enumerable.Range(1, o.Judges).Select(n => n == 1 ? "judge" : string.Create(CultureInfo.InvariantCulture, $"judge-{n}"));

    /// <summary>What the answers say; what their authors thought is neither shown to a seat nor rewarded.</summary>
    private static string[] AnswersOf(Problem problem) =>
        [.. problem.Parts.Where(p => p.Key != Baseline).Select(p => ThoughtSplitter.Split(p.Text).Text)];

    private static string? BaselineOf(Problem problem) =>
        problem.Parts.FirstOrDefault(p => p.Key == Baseline) is { } part ? ThoughtSplitter.Split(part.Text).Text : null;

    private static void Validate(Problem problem, TextRewardOptions options)
    {
        var (answers, opponent) = (AnswersOf(problem).Length, options.Opponent);
        if (answers == 0) throw new InputException($"problem '{problem.Key}': there is no answer to reward");
        if (opponent == RewardOpponent.Baseline && BaselineOf(problem) is null)
            throw new InputException("baseline: the opponent is a baseline, and none is given");
        if (opponent is RewardOpponent.AllPairs or RewardOpponent.Circular && answers == 1)
            throw new InputException("answers: those of a group meet one another, and there is only one; send the others of its prompt with it, "
                + "or give the profile a cohort, so that it waits for them");
    }

    private static Func<IDeliberation, Task<TextOpinion>> CreateBranch(
        TextRewardOptions options, string answer, string? other, bool reversed) =>
        branch => new TextDebate(branch, options, answer, other, reversed).RunAsync();

    private static async Task<IReadOnlyList<Matchup>> PairOpponentsAsync(IDeliberation d, RewardOpponent opponent, string[] texts)
    {
        var all = Enumerable.Range(0, texts.Length).ToArray();
        switch (opponent)
        {
            case RewardOpponent.Critic: return [.. all.Select(i => new Matchup(i, PairwiseJudgement.Outsider, null))];
            case RewardOpponent.AllPairs: return MeetMembers(texts, [.. all.SelectMany(i => all.Where(j => j > i).Select(j => (i, j)))]);
            case RewardOpponent.Circular: return MeetMembers(texts, [.. all.Select(i => (i, (i + 1) % texts.Length))]);
            case RewardOpponent.Checkpoint:
                return MeetOutsider(all, await GenerateAsync(d, Prompts.Fill("text-reward/checkpoint", ("task", d.Problem.PromptText))));
            case RewardOpponent.Confuser:
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

    private static Verdict UnreadVerdict(TextRewardOptions options, TextOpinion opinion)
    {
        var unread = Verdict.FromFault(opinion.Last!);
        var what = options.Judges == 1 ? "no judge gave a probability" : "a judge of the panel gave no probability";
        return unread with
        {
            Ended = "unjudged",
            Reason = $"{what} that can be read, though it was asked anew. {opinion.Why ?? unread.Reason}",
            Rounds = options.Rounds,
        };
    }

    private static Verdict RewardedVerdict(TextRewardOptions options, JudgedGroup group)
    {
        var rewards = options.Shape.Value(group);
        if (Array.FindIndex(rewards, r => !double.IsFinite(r)) is >= 0 and var wrong)
            throw new InputException($"shape: the reward of answer {wrong + 1} is not a finite number");
        var judged = group.WithRewards(rewards);
        var side = judged.Winners is not [var winner] ? null : winner == PairwiseJudgement.Outsider ? "opponent" : AnswerName(winner);
        return new(side is null ? Decision.Undecided : Decision.Decided)
        {
            Side = side,
            Answer = side,
            Ended = "judged",
            Rounds = options.Rounds,
            Rewards = judged,
        };
    }

    private static string AnswerName(int answer) => string.Create(CultureInfo.InvariantCulture, $"answer-{answer + 1}");

    /// <summary>An answer and its opponent; the text is null if the opponent is a critic.</summary>
    private sealed record Matchup(int One, int Other, string? Text);
}

/// <summary>The options of all rewards of debates: the shape that turns probabilities into rewards.</summary>
public abstract record ShapedRewardOptions
{
    /// <summary>What is made of the probabilities.</summary>
    [Option("What is made of the probabilities.")]
    public WrittenShape Shape { get; init; } = WrittenShape.Margin;
}

/// <summary>The options of rewards by debates over texts.</summary>
public sealed record TextRewardOptions : ShapedRewardOptions
{
    /// <summary>Whom an answer meets.</summary>
    [Option("Whom an answer meets.")]
    public RewardOpponent Opponent { get; init; }

    /// <summary>Rounds of debate before the judges decide.</summary>
    [Option("Rounds of debate before the judges decide; 0 for a judge without a debate."), Range(0, 5)]
    public int Rounds { get; init; } = 1;

    /// <summary>The orders that are judged.</summary>
    [Option("Whether both orders are judged, or the answer first alone.")]
    public RewardOrders Orders { get; init; }

    /// <summary>The number of judges.</summary>
    [Option("Judges; their probabilities are averaged."), Range(1, 9)]
    public int Judges { get; init; } = 1;

    /// <summary>Whether a seat writes what an answer meets.</summary>
    public bool IsOpponentGenerated => Opponent is RewardOpponent.Checkpoint or RewardOpponent.Confuser;
}

/// <summary>Whom a rewarded answer meets.</summary>
public enum RewardOpponent
{
    /// <summary>A critic, who has no answer.</summary>
    Critic,

    /// <summary>An answer that is given.</summary>
    Baseline,

    /// <summary>Each other member of its group.</summary>
    AllPairs,

    /// <summary>The next member of its group.</summary>
    Circular,

    /// <summary>An answer that another model writes.</summary>
    Checkpoint,

    /// <summary>A wrong answer that another model makes of it.</summary>
    Confuser,
}

/// <summary>The orders in which the judges of a reward see the answers.</summary>
public enum RewardOrders
{
    /// <summary>Both.</summary>
    Both,

    /// <summary>The rewarded answer first.</summary>
    First,
}

/// <summary>A shape with the expression that it was read from.</summary>
/// <param name="Text">The expression.</param>
/// <param name="Value">The shape.</param>
public sealed record WrittenShape(string Text, RewardShape Value) : IOptionValue<WrittenShape>
{
    /// <summary>By how much an answer won.</summary>
    public static WrittenShape Margin { get; } = new("margin", ShapeExpression.Parse("margin"));

    /// <inheritdoc/>
    public static string Rule { get; } = $"a shape made of {string.Join(", ", ShapeCatalogue.Names)}";

    /// <inheritdoc/>
    public static bool TryRead(string text, out WrittenShape? value)
    {
        try
        {
            value = new(text, ShapeExpression.Parse(text));
        }
        catch (InputException)
        {
            value = null;
        }
        return value is not null;
    }

    /// <inheritdoc/>
    public static string Write(WrittenShape? value) => value!.Text;
}
