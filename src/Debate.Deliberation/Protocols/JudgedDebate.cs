using System.ComponentModel.DataAnnotations;
using System.Collections.Immutable;
using System.Globalization;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// A debate before a panel of judges. In each round both debaters write at once, before either reads the other, so that either order of
/// reading is valid; then each judge reads the whole debate in both orders, each time in a fresh chat, and names the better debater
/// (position swap:
/// Zheng et al., "Judging LLM-as-a-Judge", 2023). Judges see positions (debater 1, debater 2), not seats, and nothing of one another's
/// votes. Where both debaters end with the same answer, that is the answer, whoever argued better.
/// </summary>
public sealed class JudgedDebate : IProtocol<JudgedOptions>
{
    /// <summary>The name of the measure for pro's share of the panel's votes, in [0, 1].</summary>
    public const string ShareMeasure = "share";

    private const string Pro = "pro";
    private const string Con = "con";
    private static readonly WinnerReader Reader = new();

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new ProtocolDescriptor<JudgedOptions>("judged", 2, () => new JudgedDebate())
    {
        Seats = o => [Pro, Con, .. GetJudges(o)],
        Debaters = _ => 2,
        Language = o => ProgramTurns.FindLanguage(o.Tools),
        SharedPrompts = ProgramTurns.SharedPrompts,
        MaxCalls = o => 2 * o.Rounds * ProgramTurns.CountCalls(o.Tools) + (o.Orders == ReadingOrders.Both ? 2 : 1) * o.Judges,
    };

    /// <summary>The name of the measure for the number of characters that a seat wrote.</summary>
    public static string GetLengthMeasure(string seat) => $"length.{seat}";

    /// <summary>The seat of the judge with that number, from 1.</summary>
    public static string GetJudgeSeat(int number) => number == 1 ? "judge" : string.Create(CultureInfo.InvariantCulture, $"judge-{number}");

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, JudgedOptions options)
    {
        var rules = Prompts.Fill("judged/rules", ("question", d.Problem.PromptText));
        var rounds = await RunRoundsAsync(d, options, rules);
        var readings = GetJudges(options).SelectMany(judge => ChooseOrders(d, options.Orders)
            .Select(swapped => VoteInBranch(rules, options.Stance, rounds, judge, swapped)));
        return CreateVerdict(d.Problem, options.Stance, rounds, [.. await d.AllAsync([.. readings])]);
    }

    private static async Task<IReadOnlyList<StatementPair>> RunRoundsAsync(IDeliberation d, JudgedOptions options, string rules)
    {
        var (pro, con) = (CreateDebater(d, Pro, options, rules), CreateDebater(d, Con, options, rules));
        var rounds = new List<StatementPair>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            var before = rounds.LastOrDefault();
            var (toPro, toCon, number) = (FormatPrompt(before?.Con), FormatPrompt(before?.Pro), round);
            var said = await d.AllAsync<SeatReply>([
                b => ProgramTurns.SpeakAsync(pro, toPro, number, b, options.Tools),
                b => ProgramTurns.SpeakAsync(con, toCon, number, b, options.Tools),
            ]);
            rounds.Add(new(said[0].Text, said[1].Text));
        }
        return rounds;
    }

    private static SeatChat CreateDebater(IDeliberation d, string seat, JudgedOptions options, string rules) => new(d, seat,
        ProgramTurns.AddInstructions(Prompts.Fill(options.Stance == DebateStance.Sides ? "judged/sides" : "judged/own",
            ("rules", rules), ("side", seat == Pro ? "yes" : "no")), options.Tools));

    private static string FormatPrompt(string? heard) => heard is null
        ? Prompts.Get("judged/opening")
        : Prompts.Fill("judged/reply", ("statement", Quotation.Quote("the other debater", heard)));

    private static bool[] ChooseOrders(IDeliberation d, ReadingOrders orders) =>
        orders == ReadingOrders.Both ? [false, true] : [d.Draw().NextBool(0.5)];

    private static Func<IDeliberation, Task<PanelVote>> VoteInBranch(
        string rules, DebateStance stance, IReadOnlyList<StatementPair> rounds, string seat, bool swapped) =>
        async d =>
        {
            var judge = new SeatChat(d, seat, $"{rules}\n\n{Prompts.Get("judged/judge")}");
            var told = Prompts.Fill("judged/vote", ("statements", FormatStatements(stance, rounds, swapped)));
            var reply = await judge.AskAsync(told, Reader, rounds.Count + 1);
            var winner = reply.Value?.Position switch
            {
                null => null,
                0 => PanelVote.Tie,
                1 => swapped ? Con : Pro,
                _ => swapped ? Pro : Con,
            };
            return new(judge.Seat.Judge ?? seat, swapped, winner, reply.Value?.Reason) { Fault = winner is null ? reply.Last.Fault : null };
        };

    private static string FormatStatements(DebateStance stance, IReadOnlyList<StatementPair> rounds, bool swapped)
    {
        var (pro, con) = (swapped ? "debater 2" : "debater 1", swapped ? "debater 1" : "debater 2");
        if (stance == DebateStance.Sides) (pro, con) = ($"{pro}, for yes", $"{con}, for no");
        return Quotation.QuoteAll(rounds.SelectMany(r => swapped ? new[] { (con, r.Con), (pro, r.Pro) } : [(pro, r.Pro), (con, r.Con)]));
    }

    private static Verdict CreateVerdict(
        Problem problem, DebateStance stance, IReadOnlyList<StatementPair> rounds, ImmutableArray<PanelVote> votes)
    {
        var agreed = FindAgreedAnswer(problem, stance, rounds[^1]);
        var share = PanelVote.MeanScore(votes, Pro);
        var side = share > 0.5 ? Pro : share < 0.5 ? Con : null;
        var decision = agreed is null && share is null ? Verdict.FromVotes(votes)
            : new(agreed is null && side is null ? Decision.Undecided : Decision.Decided)
        {
            Side = side,
            Answer = agreed ?? (side is null ? null : GetAnswer(stance, side, rounds[^1])),
            Reason = votes.FirstOrDefault(j => j.Winner == side && j.Reason is not null)?.Reason,
            // Both give one answer, but which side argued better nobody said.
            Fault = share is null ? votes[0].Fault ?? ReplyFault.Unread : null,
        };
        return decision with
        {
            Ended = "judged",
            Rounds = rounds.Count,
            Notes = [.. votes.Where(j => j.Winner is null).Select(j => $"no usable judgement of {j.Judge}").Distinct()],
            Measures = CreateMeasures(rounds, share),
            Votes = votes,
            Places = [.. votes.Where(v => v.Winner is Pro or Con)
                .Select(v => new NamedPlace(v.Judge, v.Winner == Pro == !v.Swapped ? 1 : 2))],
        };
    }

    /// <summary>The answer with which both debaters end, where each gives one of its own; null where they differ or give none.</summary>
    private static string? FindAgreedAnswer(Problem problem, DebateStance stance, StatementPair last)
    {
        if (stance == DebateStance.Sides) return null;
        var (pro, con) = (FinalAnswer.Extract(last.Pro), FinalAnswer.Extract(last.Con));
        return pro.Length > 0 && AnswerGroups.AreSame(pro, con, problem.Choices) ? pro : null;
    }

    private static string GetAnswer(DebateStance stance, string side, StatementPair last) => stance == DebateStance.Sides
        ? side == Pro ? "yes" : "no"
        : FinalAnswer.Extract(side == Pro ? last.Pro : last.Con);

    private static ImmutableSortedDictionary<string, double> CreateMeasures(IReadOnlyList<StatementPair> rounds, double? share)
    {
        var measures = ImmutableSortedDictionary<string, double>.Empty
            .Add(GetLengthMeasure(Pro), rounds.Sum(r => r.Pro.Length)).Add(GetLengthMeasure(Con), rounds.Sum(r => r.Con.Length));
        return share is { } part ? measures.Add(ShareMeasure, part) : measures;
    }

    private static IEnumerable<string> GetJudges(JudgedOptions o) => Enumerable.Range(1, o.Judges).Select(GetJudgeSeat);

    private sealed record StatementPair(string Pro, string Con);
}

/// <summary>The options of a debate before a panel of judges.</summary>
public sealed record JudgedOptions
{
    /// <summary>Statements of each debater.</summary>
    [Option("Statements of each debater."), Range(1, 10)]
    public int Rounds { get; init; } = 2;

    /// <summary>What is argued.</summary>
    [Option("What is argued: pro says yes and con says no, or each gives an answer of its own.")]
    public DebateStance Stance { get; init; }

    /// <summary>The number of judges.</summary>
    [Option("Judges."), Range(1, 99)]
    public int Judges { get; init; } = 1;

    /// <summary>The orders in which each judge reads the debate.</summary>
    [Option("Whether each judge reads both orders, or one that is drawn.")]
    public ReadingOrders Orders { get; init; }

    /// <summary>What the debaters may use.</summary>
    [Option(ProgramTurns.Meaning)]
    public DebateTools Tools { get; init; }
}

/// <summary>What two debaters argue.</summary>
public enum DebateStance
{
    /// <summary>Pro says yes and con says no.</summary>
    Sides,

    /// <summary>Each gives an answer of its own.</summary>
    Own,
}

/// <summary>The orders in which a judge reads a debate.</summary>
public enum ReadingOrders
{
    /// <summary>Both, each in a chat of its own.</summary>
    Both,

    /// <summary>One that is drawn.</summary>
    Drawn,
}
