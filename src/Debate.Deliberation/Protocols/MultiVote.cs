using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Two votes, on how to get to an answer and on the answer (after Tan et al., "Boosting the Power of Small Multimodal Reasoning Models to
/// Match Larger Models with Self-Consistency Training", ECCV 2024, which trains by them): several rationales, each with the answer that it
/// leads to; of the most frequent answer one rationale is kept; several answers with it, of which the most frequent one wins. Questions are
/// text: what a picture shows must be said in the question's passage, which the seat reads.
/// </summary>
public sealed class MultiVote : IProtocol<MultiVoteOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<MultiVoteOptions>("multi-vote", 1, () => new MultiVote())
    {
        Seats = _ => ["solver"],
        MaxCalls = o => o.Rationales + o.Answers,
        AssignsPassage = true,
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, MultiVoteOptions options)
    {
        var (solver, question) = (new SeatChat(d, "solver", passage: d.Problem.Passage), ("question", d.Problem.PromptText));
        var tried = await d.SampleAsync(
            new(solver.Seat, solver.ChatWith(Prompts.Fill("multi-vote/ask", question)), 1), options.Rationales);
        var first = Vote(d.Problem, tried);
        if (first.Winner is null) return Verdict.FromFault(tried) with { Ended = "rationales", Rounds = 1 };
        string[] leading = [.. first.All[0].Voters.Select(voter => FindRationale(tried[voter].Text))];
        var kept = options.Keep == KeptRationale.Medoid ? FindMedoid(leading) : leading[0];
        var answers = await d.SampleAsync(new(solver.Seat, solver.ChatWith(Prompts.Fill(
            "multi-vote/answer", question, ("rationale", Quotation.Quote("rationale", kept)))), 2), options.Answers);
        var second = Vote(d.Problem, answers);
        var verdict = second.Winner is not { } winner ? Verdict.FromFault(answers) : new(Decision.Decided)
        {
            Answer = winner, Reason = FormattableString.Invariant($"{second.All[0].Voters.Count} of {answers.Count} answers"),
        };
        return verdict with
        {
            Ended = "vote",
            Rounds = 2,
            Measures = ImmutableSortedDictionary<string, double>.Empty
                .Add("rationales.agreeing", leading.Length).Add("answers.agreeing", second.Winner is null ? 0 : second.All[0].Voters.Count),
        };
    }

    private static AnswerGroups Vote(Problem problem, IReadOnlyList<SeatReply> replies) =>
        AnswerGroups.Create([.. replies.Select(SingleReply.FindAnswer)], problem.Choices);

    private static string FindRationale(string reply) =>
        StructuredReply.Read(reply, "rationale")?.FindMeaningful("rationale") ?? reply;

    /// <summary>The rationale that is least far from all: the distance is the share of their words that only one of two has; ties to the first.</summary>
    private static string FindMedoid(string[] rationales)
    {
        HashSet<string>[] words = [.. rationales.Select(r => r.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(w => w.Trim('.', ',', ';', ':', '!', '?', '(', ')').ToUpperInvariant()).ToHashSet(StringComparer.Ordinal))];
        return rationales[Enumerable.Range(0, rationales.Length).MinBy(i => words.Sum(other => Distance(words[i], other)))];
    }

    private static double Distance(HashSet<string> one, HashSet<string> other)
    {
        var shared = one.Count(other.Contains);
        var all = one.Count + other.Count - shared;
        return all == 0 ? 0 : 1 - (double)shared / all;
    }
}

/// <summary>The options of two votes.</summary>
public sealed record MultiVoteOptions
{
    /// <summary>Rationales.</summary>
    [Option("Rationales, each with the answer that it leads to."), Range(1, 200)]
    public int Rationales { get; init; } = 5;

    /// <summary>Answers with the rationale that is kept.</summary>
    [Option("Answers with the rationale that is kept."), Range(1, 1000)]
    public int Answers { get; init; } = 5;

    /// <summary>Which rationale is kept.</summary>
    [Option("Which of the rationales with the most frequent answer is kept: the first, or the one that is most like the others.")]
    public KeptRationale Keep { get; init; }
}

/// <summary>Which rationale is kept, of those that lead to the most frequent answer.</summary>
public enum KeptRationale
{
    /// <summary>The first.</summary>
    First,

    /// <summary>The one that shares most words with the others.</summary>
    Medoid,
}
