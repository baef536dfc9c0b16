using Debate.Deliberation;
using Debate.Deliberation.Protocols;

namespace Debate.Tournaments.Audits;

/// <summary>What one judge said after one reading.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Swapped">Whether con was shown first.</param>
/// <param name="Pro">What pro got: 1, one half or 0; null where the reply could not be read.</param>
public sealed record Reading(string Judge, bool Swapped, double? Pro);

/// <summary>A finished debate, as audits see it: who met, who judged, what was said of it, and how long it was.</summary>
/// <param name="Motion">The motion.</param>
/// <param name="Pro">The debater for it.</param>
/// <param name="Con">The debater against it.</param>
/// <param name="Readings">All readings; empty where no panel judged.</param>
/// <param name="Share">What pro got in the whole debate, in [0, 1].</param>
public sealed record JudgedDebate(string Motion, string Pro, string Con, IReadOnlyList<Reading> Readings, double Share)
{
    /// <summary>Characters that pro wrote.</summary>
    public double ProLength { get; init; }

    /// <summary>Characters that con wrote.</summary>
    public double ConLength { get; init; }

    /// <summary>The debate of a verdict whose seats for and against are these.</summary>
    public static JudgedDebate Of((string Motion, string Pro, string Con) match, Verdict verdict, (string Pro, string Con) seats)
    {
        var votes = verdict.Votes ?? [];
        var won = verdict.Side == seats.Pro ? 1 : verdict.Side == seats.Con ? 0 : 0.5;
        return new(
            match.Motion, match.Pro, match.Con, [.. votes.Select(j => new Reading(j.Judge, j.Swapped, j.Score(seats.Pro)))],
            PanelVote.Share(votes, seats.Pro) ?? won)
        {
            ProLength = verdict.Measures.GetValueOrDefault(Judged.Length(seats.Pro)),
            ConLength = verdict.Measures.GetValueOrDefault(Judged.Length(seats.Con)),
        };
    }

    /// <summary>What pro got of the judges <paramref name="counts"/> names, each once; null where none could be read.</summary>
    public double? ShareOf(Func<string, bool> counts)
    {
        var judges = Readings.Where(r => r.Pro is not null && counts(r.Judge)).GroupBy(r => r.Judge, StringComparer.Ordinal)
            .Select(judge => judge.Average(r => r.Pro!.Value)).ToArray();
        return judges.Length == 0 ? null : judges.Average();
    }
}

/// <summary>Whose words, or whose judgement, it is.</summary>
/// <param name="Model">The model.</param>
/// <param name="Family">Its family.</param>
public sealed record Voice(string Model, string Family)
{
    /// <summary>The voice of a seat.</summary>
    public static Voice Of(Seat seat) => new(seat.Model, JudgePanels.FamilyOf(seat));
}

/// <summary>What an audit works on.</summary>
/// <param name="Debates">The finished debates between debaters, canaries not among them.</param>
/// <param name="Debaters">The debaters' voices, by name.</param>
/// <param name="Judges">The judges' voices, by name.</param>
/// <param name="Seed">What resampling follows from.</param>
public sealed record AuditMaterial(
    IReadOnlyList<JudgedDebate> Debates, IReadOnlyDictionary<string, Voice> Debaters, IReadOnlyDictionary<string, Voice> Judges, long Seed)
{
    /// <summary>Whether each motion is debated on both sides, so that two debates are one result.</summary>
    public bool BothSides { get; init; } = true;

    /// <summary>The names of the judges who read something, in ordinal order.</summary>
    public IReadOnlyList<string> Sitting { get; } =
        [.. Debates.SelectMany(d => d.Readings).Select(r => r.Judge).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
