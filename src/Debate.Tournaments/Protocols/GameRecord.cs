using System.Globalization;
using Debate.Argumentation.Formats;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// A debate of a tournament as a row of a list of games, as <see cref="GameFile"/> reads it: rated again, it is the same game.
/// </summary>
public sealed record GameRecord
{
    /// <summary>The debater who spoke for the motion.</summary>
    public required string A { get; init; }

    /// <summary>The debater who spoke against it.</summary>
    public required string B { get; init; }

    /// <summary>a, b or tie; null where nobody judged it, or neither came.</summary>
    public required string? Winner { get; init; }

    /// <summary>The key of the motion.</summary>
    public required string Motion { get; init; }

    /// <summary>both if the tournament debates each motion on both sides, which make one result; one if it debates it once.</summary>
    public string Sides { get; init; } = "one";

    /// <summary>The side of <see cref="A"/>, always pro.</summary>
    public string Side { get; init; } = "pro";

    /// <summary>Who was shown first; none: judges of a tournament see the sides in an order that favours neither debater.</summary>
    public string First { get; init; } = "none";

    /// <summary>The length of all texts of <see cref="A"/>, in characters; null where it was not measured.</summary>
    public double? LengthA { get; init; }

    /// <summary>The length of all texts of <see cref="B"/>.</summary>
    public double? LengthB { get; init; }

    /// <summary>The margin of A's win, from -1 to 1.</summary>
    public double Margin { get; init; }

    /// <summary>The number of the round, from 1.</summary>
    public int Round { get; init; }

    /// <summary>The key of the debate in the tournament.</summary>
    public required string Debate { get; init; }

    /// <summary>cut, empty, unread or refused where the deciding reply could not be used: nobody judged it, and it is no game; else
    /// null.</summary>
    public ReplyFault? Fault { get; init; }

    /// <summary>Whether it is a forfeit, which is no game.</summary>
    public bool Forfeit { get; init; }

    /// <summary>The seed of the standings' intervals, the same in all records: rated again, they are the same.</summary>
    public long Seed { get; init; }

    /// <summary>The debates of a tournament that were played or forfeited, in playing order.</summary>
    public static IReadOnlyList<GameRecord> FromJournal(IReadOnlyList<EntryBody> entries)
    {
        var definition = RunDefinitions.FromEntries(entries);
        var plan = TournamentSchedule.FromDefinition(definition);
        var seed = TournamentSchedule.DeriveStandingsSeed(definition.Seed);
        var verdicts = TournamentSchedule.ReadVerdicts(entries);
        var (field, rounds) = plan.ReadRounds(entries);
        return
        [
            .. from round in rounds.Index()
               from pairing in round.Item.Round.Pairings
               let record = verdicts.GetValueOrDefault(pairing.Key) is { } verdict ? CreatePlayed(plan, pairing, verdict)
                   : round.Item.Forfeits.FirstOrDefault(f => f.Pairing == pairing) is { } forfeit ? CreateForfeit(forfeit) : null
               where record is not null
               select record with { Round = round.Index + 1, Sides = field.BothSides ? "both" : "one", Seed = seed },
        ];
    }

    /// <summary>The records as CSV with a header line, lines without their breaks.</summary>
    /// <param name="records">The records.</param>
    /// <param name="isRaw">Whether cells are written as they are, also those that a spreadsheet would compute.</param>
    public static IEnumerable<string> ToCsv(IEnumerable<GameRecord> records, bool isRaw = false) => records
        .Select(record => isRaw ? Csv.FormatRawRecord(record.Cells) : Csv.FormatRecord(record.Cells)).Prepend(
        "a,b,winner,motion,sides,side,first,length_a,length_b,margin,round,debate,fault,forfeit,seed");

    private string[] Cells =>
    [
        A, B, Winner ?? "", Motion, Sides, Side, First, Format(LengthA), Format(LengthB), Format(Margin), Format(Round), Debate,
        Fault?.ToString().ToLowerInvariant() ?? "", Forfeit ? "true" : "false", Format(Seed),
    ];

    private static GameRecord CreateForfeit(Forfeit forfeit) => new()
    {
        A = forfeit.Pairing.Pro,
        B = forfeit.Pairing.Con,
        Winner = forfeit.IsProAbsent == forfeit.IsConAbsent ? null : forfeit.IsProAbsent ? "b" : "a",
        Motion = forfeit.Pairing.Motion,
        Debate = forfeit.Pairing.Key,
        Forfeit = true,
    };

    private static GameRecord CreatePlayed(TournamentSchedule plan, Pairing pairing, Verdict verdict)
    {
        var game = plan.ToGame(pairing, verdict);
        double? Length(string seat) =>
            verdict.Measures.TryGetValue(JudgedDebate.GetLengthMeasure(seat), out var length) ? length : null;
        return new()
        {
            A = game.A,
            B = game.B,
            Winner = game.IsJudged ? game.Score switch { 1 => "a", 0 => "b", _ => "tie" } : null,
            Motion = game.Motion,
            LengthA = Length(plan.Sides.Pro),
            LengthB = Length(plan.Sides.Con),
            Margin = game.Margin,
            Debate = pairing.Key,
            Fault = verdict.DecidingFault,
        };
    }

    private static string Format(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
