using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Debate.Core.Input;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Steps;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Iterative deepening sampling (Chen, Koenig and Dilkina, "Iterative Deepening Sampling as Efficient Test-Time Scaling", 2025): a reply is
/// stopped at intervals that grow, and each time a sentence is put into it that asks for a check; several such replies are voted on, or a
/// judge chooses. A reply that is not finished when its tokens are spent is made to say its answer.
/// </summary>
public sealed class IterativeDeepening : IProtocol<IterativeDeepeningOptions>
{
    private const string Solver = "solver", Judge = "judge";

    /// <summary>The reason of an insertion that asks for a check.</summary>
    public const string Trigger = "trigger";

    /// <summary>The beginning of the answer of a reply whose tokens are spent, and the most tokens of the rest.</summary>
    private const string Closing = "\n\n{\"answer\": \"";
    private const int ClosingTokens = 128;

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<IterativeDeepeningOptions>("iterative-deepening", 1, () => new IterativeDeepening())
    {
        Seats = o => o.Choose == AttemptChoice.Judge ? [Solver, Judge] : [Solver],
        MaxCalls = o => (int)Math.Min(int.MaxValue, o.Samples * (CountParts(o) + 1L) + (o.Choose == AttemptChoice.Judge ? 1 : 0)),
        CallsOption = "samples",
        Needs = o => Draft.ListNeeds(Solver, o.Prefix),
        Validate = (_, o) =>
        {
            if (CountParts(o) > MaxParts)
                throw new InputException($"option 'first': replies would be stopped more than {MaxParts} times; raise first or growth");
        },
    };

    private const int MaxParts = 10_000;

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, IterativeDeepeningOptions options)
    {
        var (byPrefix, note) = await Draft.ChooseAsync(d, d.Seat(Solver), options.Prefix);
        var attempts = await d.AllAsync<Attempt>([.. Enumerable.Range(0, options.Samples).Select(_ =>
            (Func<IDeliberation, Task<Attempt>>)(b => WriteAsync(b, options, byPrefix)))]);
        var answered = attempts.Where(a => a.Answer.Length > 0).ToArray();
        var verdict = answered.Length == 0 ? Verdict.FromFault(attempts.Select(a => a.Last))
            : options.Choose == AttemptChoice.Judge ? await JudgeAsync(d, answered)
            : Vote(d.Problem, answered);
        return verdict with
        {
            Rounds = 1,
            Notes = [note],
            Measures = ImmutableSortedDictionary<string, double>.Empty
                .Add("triggers", attempts.Sum(a => a.Reply.CountInserted(Trigger))).Add("closed", attempts.Count(a => a.IsClosed)),
        };
    }

    private static async Task<Attempt> WriteAsync(IDeliberation d, IterativeDeepeningOptions options, bool byPrefix)
    {
        var draft = Draft.Begin(new SeatChat(d, Solver), Prompts.Fill("iterative-deepening/ask", ("question", d.Problem.PromptText)), d, byPrefix);
        SeatReply last;
        var (spent, isClosed) = (0, false);
        for (var part = 1; ; part++)
        {
            var end = EndOfPart(options, part);
            last = await draft.GoOnAsync(end - spent);
            spent = end;
            if (last.Fault != ReplyFault.Cut) break;
            if (spent >= options.Budget)
            {
                draft.Insert(Closing, "closing");
                last = await draft.GoOnAsync(ClosingTokens);
                isClosed = true;
                break;
            }
            draft.Insert($"\n\n{options.Trigger}\n\n", Trigger);
        }
        await d.SayAsync(Solver, draft.Reply.Text, 1);
        return new(draft.Reply, last.Fault is null ? FinalAnswer.Extract(draft.Reply.Text) : "", last, isClosed);
    }

    /// <summary>Where a part ends, in tokens from the beginning: first x (growth^part - 1) / (growth - 1), and never behind the budget.</summary>
    private static int EndOfPart(IterativeDeepeningOptions options, int part)
    {
        var all = options.Growth == 1 ? (double)options.First * part
            : options.First * (Math.Pow(options.Growth, part) - 1) / (options.Growth - 1);
        // Whole tokens; with a growth of nearly 1 a part has at least one.
        return (int)Math.Min(options.Budget, Math.Max(Math.Floor(all + 1e-9), part));
    }

    private static int CountParts(IterativeDeepeningOptions options)
    {
        var parts = 1;
        while (parts <= MaxParts && EndOfPart(options, parts) < options.Budget) parts++;
        return parts;
    }

    private static Verdict Vote(Problem problem, Attempt[] answered)
    {
        var vote = AnswerGroups.Create([.. answered.Select(a => a.Answer)], problem.Choices);
        return vote.Winner is not { } winner ? Verdict.FromFault(answered.Select(a => a.Last)) with { Ended = "vote" } : new(Decision.Decided)
        {
            Answer = winner, Ended = "vote",
            Reason = FormattableString.Invariant($"{vote.All[0].Voters.Count} of {answered.Length} replies"),
        };
    }

    private static async Task<Verdict> JudgeAsync(IDeliberation d, Attempt[] answered)
    {
        var shown = Quotation.QuoteAll(answered.Select((a, i) => (FormattableString.Invariant($"attempt {i + 1}"), a.Reply.Text)));
        var chosen = await new SeatChat(d, Judge).AskAsync(
            Prompts.Fill("iterative-deepening/judge", ("question", d.Problem.PromptText), ("attempts", shown)),
            new ChoiceReader(answered.Length), 2);
        return chosen.Value is not { } choice ? Verdict.FromFault(chosen.Last) with { Ended = Judge }
            : new(Decision.Decided) { Answer = answered[choice.Number - 1].Answer, Reason = choice.Reason, Ended = Judge };
    }

    private sealed record Attempt(Splice Reply, string Answer, SeatReply Last, bool IsClosed);
}

/// <summary>The options of iterative deepening.</summary>
public sealed record IterativeDeepeningOptions
{
    /// <summary>The tokens before the first check.</summary>
    [Option("Tokens before the first check."), Range(1, 1_000_000)]
    public int First { get; init; } = 256;

    /// <summary>How many times as many tokens come before each further check.</summary>
    [Option("How many times as many tokens come before each further check."), Range(1.0, 16.0)]
    public double Growth { get; init; } = 2;

    /// <summary>The tokens of a reply at most.</summary>
    [Option("Tokens of a reply at most; one that is not finished then is made to say its answer."), Range(1, 1_000_000)]
    public int Budget { get; init; } = 4096;

    /// <summary>What is put into the reply.</summary>
    [Option("What is put into the reply where it is stopped.", Rule = "must be a text")]
    public string Trigger { get; init; } = "Wait. I may have made a mistake; let me check from the start.";

    /// <summary>Replies.</summary>
    [Option("Replies, each checked in this way."), Range(1, 100)]
    public int Samples { get; init; } = 4;

    /// <summary>How one answer is made of the replies.</summary>
    [Option("How one answer is made of the replies: by a vote, or by the seat judge, which reads all.")]
    public AttemptChoice Choose { get; init; }

    /// <summary>How a reply goes on behind what was put into it.</summary>
    [Option("How a reply goes on: as the model can (auto), as its own message (require), or quoted in a prompt (turn).")]
    public PrefixMode Prefix { get; init; }
}

/// <summary>How one answer is made of several replies.</summary>
public enum AttemptChoice
{
    /// <summary>The most frequent answer.</summary>
    Vote,

    /// <summary>A judge reads all and chooses one.</summary>
    Judge,
}
