using Debate.Deliberation;
using Debate.Deliberation.Protocols;

namespace Debate.Tournaments.Audits;

/// <summary>A judge's vote after reading the debate in one order.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="IsSwapped">Whether con was shown first.</param>
/// <param name="ProScore">Pro's score: 1, one half or 0; null if the reply could not be parsed.</param>
public sealed record JudgeVote(string Judge, bool IsSwapped, double? ProScore);

/// <summary>A finished debate as input to an audit: the debaters, the judges' votes, the result and the lengths.</summary>
/// <param name="Motion">The motion.</param>
/// <param name="Pro">The debater for it.</param>
/// <param name="Con">The debater against it.</param>
/// <param name="Votes">All votes; empty if no panel judged.</param>
/// <param name="ProShare">Pro's score in the whole debate, in [0, 1].</param>
public sealed record AuditedDebate(string Motion, string Pro, string Con, IReadOnlyList<JudgeVote> Votes, double ProShare)
{
    /// <summary>The number of characters pro wrote.</summary>
    public double ProLength { get; init; }

    /// <summary>The number of characters con wrote.</summary>
    public double ConLength { get; init; }

    /// <summary>Creates the debate from its verdict; <paramref name="seats"/> names the seats for and against the motion.</summary>
    public static AuditedDebate FromVerdict((string Motion, string Pro, string Con) match, Verdict verdict, (string Pro, string Con) seats)
    {
        var votes = verdict.Votes ?? [];
        var won = verdict.Side == seats.Pro ? 1 : verdict.Side == seats.Con ? 0 : 0.5;
        return new(
            match.Motion, match.Pro, match.Con, [.. votes.Select(j => new JudgeVote(j.Judge, j.Swapped, j.Score(seats.Pro)))],
            PanelVote.MeanScore(votes, seats.Pro) ?? won)
        {
            ProLength = verdict.Measures.GetValueOrDefault(JudgedDebate.GetLengthMeasure(seats.Pro)),
            ConLength = verdict.Measures.GetValueOrDefault(JudgedDebate.GetLengthMeasure(seats.Con)),
        };
    }

    /// <summary>
    /// Pro's mean score by the judges selected by <paramref name="counts"/>, each judge weighted equally; null if no vote could be parsed.
    /// </summary>
    public double? ComputeProShare(Func<string, bool> counts)
    {
        var judges = Votes.Where(r => r.ProScore is not null && counts(r.Judge)).GroupBy(r => r.Judge, StringComparer.Ordinal)
            .Select(judge => judge.Average(r => r.ProScore!.Value)).ToArray();
        return judges.Length == 0 ? null : judges.Average();
    }
}

/// <summary>The model behind a debater or a judge.</summary>
/// <param name="Model">The model.</param>
/// <param name="Family">Its family.</param>
public sealed record ModelIdentity(string Model, string Family)
{
    /// <summary>The first of the names that the configuration has for the same model; by default the model's own.</summary>
    public string Identity { get; init; } = Model;

    /// <summary>The model identity of a seat; <paramref name="identify"/> gives the first of all names of a model.</summary>
    public static ModelIdentity FromSeat(Seat seat, Func<string, string> identify) =>
        new(seat.Model, JudgePanels.FamilyOf(seat)) { Identity = identify(seat.Model) };
}

/// <summary>The input of an audit.</summary>
/// <param name="Debates">The finished debates between debaters, without those of canaries.</param>
/// <param name="Debaters">The debaters' models, by name.</param>
/// <param name="Judges">The judges' models, by name.</param>
/// <param name="Seed">The seed of the resampling.</param>
public sealed record AuditData(
    IReadOnlyList<AuditedDebate> Debates, IReadOnlyDictionary<string, ModelIdentity> Debaters,
    IReadOnlyDictionary<string, ModelIdentity> Judges, long Seed)
{
    /// <summary>Whether each motion is debated twice with the sides swapped, so that two debates are one result.</summary>
    public bool BothSides { get; init; } = true;

    /// <summary>The names of the judges who cast at least one vote, in ordinal order.</summary>
    public IReadOnlyList<string> ActiveJudges { get; } =
        [.. Debates.SelectMany(d => d.Votes).Select(r => r.Judge).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
