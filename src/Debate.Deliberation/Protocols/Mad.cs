using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// MAD (Liang et al., "Encouraging Divergent Thinking in Large Language Models through Multi-Agent Debate", EMNLP 2024). Debaters argue tit
/// for tat, each in a chat of its own in which it hears only the previous turn; a moderator judges each round and may end the debate early;
/// when nothing was settled, a judge with the moderator's instructions first lists the candidates and then decides. When a ruling ends the
/// debate follows the records that the authors published (<see cref="MadReply.Settles"/>), not their script, whose rule is break=answer.
/// </summary>
public sealed class Mad : IProtocol<MadOptions>
{
    /// <summary>The beginning of the note that the supported side did not give the answer.</summary>
    public const string ContradictionPrefix = "the supported side ";

    private static readonly string[] Debaters = ["affirmative", "negative", "debater-3", "debater-4"];
    private static readonly MadReplyReader Reader = new();

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new ProtocolDescriptor<MadOptions>("mad", 2, () => new Mad())
    {
        Seats = GetSeats,
        Debaters = o => o.Debaters,
        MaxCalls = o => o.Rounds * (o.Debaters * ProgramTurns.CountCalls(o.Tools) + 1) + 2 + (o.Position is { IsCalled: true } ? 1 : 0),
        Language = o => ProgramTurns.FindLanguage(o.Tools),
        SharedPrompts = ProgramTurns.SharedPrompts,
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, MadOptions options)
    {
        var question = Quotation.Quote("question", d.Problem.PromptText);
        var seats = Debaters.Take(options.Debaters).ToArray();
        var rules = Prompts.Fill("mad/rules", ("question", question), ("debaters", FormatList(seats, "and")));
        var instructions = Prompts.Fill("mad/moderator", ("rules", rules));
        var debaters = CreateDebaters(d, seats, rules, options);
        var moderator = new SeatChat(d, "moderator", instructions);
        var position = await GetPositionAsync(d, options.Position, question);
        var rounds = options.Rounds;
        var turns = new List<Turn>();
        Reply<MadReply>? ruling = null;
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var debater in debaters)
                turns.Add(new(round, debater.Seat.Name, await ProgramTurns.SpeakAsync(
                    debater, FormatPrompt(turns, debaters.Length, position), round, d, options.Tools)));
            ruling = await moderator.AskAsync(
                Prompts.Fill("mad/round", ("round", $"{round}"), ("statements", QuoteTurns(turns.TakeLast(debaters.Length))),
                    ("debaters", FormatList(seats, "or"))), Reader, round);
            if (ruling.Value is { } said && EndsDebate(said, options.Break))
                return CreateVerdict(ruling, "break", round, turns, seats);
        }
        return ruling?.Value is { Settles: true }
            ? CreateVerdict(ruling, "rounds", rounds, turns, seats)
            : await RunFallbackAsync(new SeatChat(d, "judge", instructions), options.JudgeReads, question, turns, seats);
    }

    private static bool EndsDebate(MadReply ruling, MadBreak rule) => rule switch
    {
        MadBreak.Adaptive => ruling.Settles,
        MadBreak.Answer => ruling.Answer is not null,
        _ => false,
    };

    private static SeatChat[] CreateDebaters(IDeliberation d, string[] seats, string rules, MadOptions options) => Array.ConvertAll(seats,
        seat => new SeatChat(d, seat, ProgramTurns.AddInstructions(Prompts.Fill(
            "mad/debater", ("rules", rules), ("seat", seat), ("level", Prompts.Get($"mad/level-{options.Level}"))), options.Tools)));

    /// <summary>A debater's prompt: for the first one the question or its position, for everyone after it only the previous turn.</summary>
    private static string FormatPrompt(List<Turn> turns, int debaters, string? position)
    {
        if (turns.Count == 0)
            return position is null ? Prompts.Get("mad/opening") : Prompts.Fill("mad/opening-position", ("position", position));
        var heard = Quotation.Quote(turns[^1].Seat, turns[^1].Text);
        return Prompts.Fill(turns.Count < debaters ? "mad/first-reply" : "mad/reply", ("statement", heard));
    }

    private static async Task<string?> GetPositionAsync(IDeliberation d, MadPosition? position, string question) => position is null
        ? null
        : Quotation.Quote("baseline", position.Text
            ?? await new SeatChat(d, "baseline").AskAsync(Prompts.Fill("mad/baseline", ("question", question)), 0));

    /// <summary>The judge's answer counts, whatever it says of a preference: somebody has to decide.</summary>
    private static async Task<Verdict> RunFallbackAsync(
        SeatChat judge, MadJudgeReads reads, string question, List<Turn> turns, string[] seats)
    {
        var rounds = turns[^1].Round;
        var read = reads == MadJudgeReads.All ? turns : turns.Where(t => t.Round == 1);
        await judge.AskAsync(Prompts.Fill("mad/candidates", ("statements", QuoteTurns(read))), rounds);
        var ruling = await judge.AskAsync(Prompts.Fill("mad/decision", ("question", question), ("debaters", FormatList(seats, "or"))),
            Reader, rounds);
        return CreateVerdict(ruling, "fallback", rounds, turns, seats);
    }

    /// <summary>Who was supported and what the answer is are two results; when they contradict each other, the verdict says so.</summary>
    private static Verdict CreateVerdict(Reply<MadReply> ruling, string ended, int rounds, List<Turn> turns, string[] seats)
    {
        if (ruling.Value is not { } said || said.Answer is null && ruling.Last.Fault is not null)
            return Verdict.FromFault(ruling.Last) with { Ended = ended, Rounds = rounds };
        var supported = said.FindSupportedSeat(seats);
        return new(said.Answer is null ? Decision.Undecided : Decision.Decided)
        {
            Answer = said.Answer,
            Side = supported ?? said.Side,
            Reason = said.Reason,
            Ended = ended,
            Rounds = rounds,
            Notes = FindContradiction(said, supported, turns) is { } note ? [note] : [],
            Places = supported is null ? null : [new(ended == "fallback" ? "judge" : "moderator", Array.IndexOf(seats, supported) + 1)],
        };
    }

    private static string? FindContradiction(MadReply said, string? supported, List<Turn> turns)
    {
        if (supported is null || said.Answer is not { } answer) return null;
        var last = turns.TakeLast(Debaters.Length).Where(t => t.Round == turns[^1].Round);
        var gave = last.Where(t => AnswerGroups.AreSame(FinalAnswer.Extract(t.Text), answer)).Select(t => t.Seat).ToArray();
        return gave.Length > 0 && !gave.Contains(supported)
            ? $"{ContradictionPrefix}{supported} did not give this answer; {string.Join(" and ", gave)} did"
            : null;
    }

    private static string FormatList(string[] seats, string last) => $"{string.Join(", ", seats[..^1])} {last} {seats[^1]}";

    private static string QuoteTurns(IEnumerable<Turn> turns) => Quotation.QuoteAll(turns.Select(t => (t.Seat, t.Text)));

    private static IReadOnlyList<string> GetSeats(MadOptions o) =>
    [
        .. Debaters.Take(o.Debaters), "moderator", "judge",
        .. o.Position is { IsCalled: true } ? ["baseline"] : Array.Empty<string>(),
    ];

    private sealed record Turn(int Round, string Seat, string Text);
}
