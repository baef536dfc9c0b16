using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Discussions;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// A league debate of ten turns with cross-examination, after the format of lechmazur/debate (2026): both sides open and rebut; pro
/// questions, con answers and questions, pro answers and rebuts again, con rebuts again; both close. Judges who hear everything decide
/// independently of one another who won and by how much; their majority decides.
/// </summary>
public sealed class League : IProtocol<LeagueOptions>
{
    private static readonly string[] Sides = ["pro", "con"];

    private static readonly (int Side, string Prompt)[] Turns =
    [
        (0, "open"), (1, "open"), (0, "rebut"), (1, "rebut"), (0, "question"), (1, "answer-question"), (0, "answer-rebut"), (1, "rebut"),
        (0, "close"), (1, "close"),
    ];

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new ProtocolDescriptor<LeagueOptions>("league", 2, () => new League())
    {
        Validate = (problem, options) => AnswerPair.FromProblem(problem, options.Answers),
        Seats = o => [.. Sides, .. PeerDiscussion.GetJudges(o.Judges)],
        Debaters = _ => 2,
        MaxCalls = o => Turns.Length * ProgramTurns.CountCalls(o.Tools) + o.Judges,
        Language = o => ProgramTurns.FindLanguage(o.Tools),
        SharedPrompts = [.. Advocacy.SharedPrompts, .. ProgramTurns.SharedPrompts],
        AssignsPassage = true,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d, LeagueOptions options) =>
        AnswerOrder.RunAsync(d, options.Orders, (branch, order) => DebateAsync(branch, options, order));

    private static async Task<Verdict> DebateAsync(IDeliberation d, LeagueOptions options, AnswerOrder order)
    {
        var debate = new Advocacy(d, options, order, options.Quotes);
        var judges = PeerDiscussion.GetJudges(options.Judges);
        foreach (var side in Sides) debate.AddSeat(side, "league/side", d.Problem.Passage ?? "", tools: options.Tools);
        foreach (var judge in judges) debate.AddSeat(judge, "league/judge");
        foreach (var (at, (side, prompt)) in Turns.Index())
            await debate.Discussion.RunStepAsync(new(Sides[side], [.. Sides, .. judges]), at + 1, (_, heard) => prompt == "open"
                ? debate.FormatOpening(side, heard) : Prompts.Fill($"league/{prompt}", ("heard", heard)));
        var replies = new List<Reply<SideReply>>();
        foreach (var judge in judges)
            replies.Add(await debate.AskJudgeAsync(
                judge, Prompts.Fill("league/decide", ("heard", debate.Discussion.DrainInbox(judge))), Sides, Turns.Length));
        return CreateVerdict(debate, replies) with { Places = debate.FindPlaces(judges.Zip(replies)) };
    }

    /// <summary>
    /// The side that most judges decided for, with the reason of the first of them; undecided when they are evenly divided.
    /// </summary>
    private static Verdict CreateVerdict(Advocacy debate, List<Reply<SideReply>> replies)
    {
        var read = replies.Where(r => !r.IsUnread).ToArray();
        var balance = read.Sum(GetVote);
        var deciding = replies.FirstOrDefault(r => !r.IsUnread && Math.Sign(GetVote(r)) == Math.Sign(balance)) ?? replies[0];
        var verdict = debate.CreateVerdict(deciding, Sides, Turns.Length);
        var decided = read.Length > 0 && balance == 0 ? new(Decision.Undecided) { Reason = "The judges are divided." } : verdict;
        return decided with
        {
            Ended = "judges",
            Rounds = Turns.Length,
            Measures = verdict.Measures.Add("votes.pro", read.Count(r => GetVote(r) > 0)).Add("votes.con", read.Count(r => GetVote(r) < 0))
                .Add("margin", read.Select(r => (double)GetVote(r) * (r.Value!.Margin ?? 1)).DefaultIfEmpty().Average()),
        };
    }

    /// <summary>1 for pro, -1 for con, 0 for neither.</summary>
    private static int GetVote(Reply<SideReply> reply) => reply.Value!.Side switch { 0 => 1, 1 => -1, _ => 0 };
}

/// <summary>The options of a league debate.</summary>
public sealed record LeagueOptions : QuotingOptions
{
    /// <summary>In which order the answers stand.</summary>
    [Option(AnswerOrder.Meaning)]
    public AnswerOrders Orders { get; init; }

    /// <summary>The number of judges.</summary>
    [Option("Judges."), Range(1, 9)]
    public int Judges { get; init; } = 3;

    /// <summary>What the debaters may use.</summary>
    [Option(ProgramTurns.Meaning)]
    public DebateTools Tools { get; init; }
}
