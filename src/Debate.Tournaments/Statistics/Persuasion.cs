namespace Debate.Tournaments;

/// <summary>A debate of which it is known who stood for what is right.</summary>
/// <param name="Pro">Who spoke for the motion.</param>
/// <param name="Con">Who spoke against it.</param>
/// <param name="Score">The score of Pro: 1, 0.5 or 0.</param>
/// <param name="ProIsRight">Whether Pro stood for what is right.</param>
/// <param name="Motion">What was debated.</param>
public sealed record SidedDebate(string Pro, string Con, double Score, bool ProIsRight, string Motion)
{
    /// <summary>What the side that was right got: 1 where the judge was right, 0.5 for a draw, 0 where it was wrong.</summary>
    public double Accuracy => ProIsRight ? Score : 1 - Score;
}

/// <summary>A share of debates with its 95 % interval; from 0 to 1, four decimals.</summary>
public sealed record Share(int Debates, double Value, double Low, double High)
{
    /// <summary>The share of the points in as many debates, with Wilson's interval; 0 of none.</summary>
    public static Share Of(double points, int debates)
    {
        var interval = Wilson.Of(points, debates);
        return new(debates, Round(debates == 0 ? 0 : points / debates), Round(interval.Low), Round(interval.High));
    }

    internal static double Round(double value) => Math.Round(value, 4);
}

/// <summary>A number with its 95 % interval by bootstrap over motions, four decimals; no width where nothing is known.</summary>
public sealed record Estimate(double Value, double Low, double High);

/// <summary>How a debater fares on either side of the truth.</summary>
/// <param name="Name">The debater.</param>
/// <param name="Rating">Its rating on the leaderboard.</param>
/// <param name="Right">Wins on the correct side.</param>
/// <param name="Wrong">Wins on the incorrect side: persuasion without truth.</param>
/// <param name="Gap">The first less the second: how much the truth helps it.</param>
/// <param name="Judge">How often the judge was right in its debates, on whichever side it was.</param>
public sealed record Persuader(string Name, double Rating, Share Right, Share Wrong, Estimate Gap, Share Judge);

/// <summary>How often the judge is right without the debates: after one side alone (consultancy), or after nothing.</summary>
public sealed record TruthBaseline(string Name, Share Accuracy);

/// <summary>
/// Persuasion and truth apart, after Khan et al. ("Debating with more persuasive LLMs leads to more truthful answers", 2024): a debater
/// that wins as often for what is wrong is persuasive, no more; debate serves truth where the judge is right more often the better the
/// debaters are.
/// </summary>
/// <param name="Debaters">Best rated first.</param>
/// <param name="Accuracy">How often the judge was right.</param>
/// <param name="Slope">
/// By how much accuracy grows with 100 points of the two debaters' mean rating (least squares over debates, ratings taken as known).
/// </param>
/// <param name="Baselines">What the judge does without debate, where it was measured.</param>
public sealed record Persuasion(
    IReadOnlyList<Persuader> Debaters, Share Accuracy, Estimate Slope, IReadOnlyList<TruthBaseline> Baselines)
{
    /// <summary>The study of finished debates, in whatever order; null where of none the truth is known.</summary>
    public static Persuasion? Of(
        IEnumerable<SidedDebate> debates, IReadOnlyList<Standing> standings, IReadOnlyList<TruthBaseline> baselines, long seed)
    {
        var study = new SidedDebates(debates, standings);
        if (study.Count == 0) return null;
        var resamples = study.Resamples(seed);
        return new(
            [
                .. standings.Select((line, i) => (line, i)).Where(entry => study.Has(entry.i))
                    .Select(entry => Persuader(study, resamples, entry)),
            ],
            study.Accuracy, Around(study.Slope, resamples, study.Motions), baselines);
    }

    private static Persuader Persuader(SidedDebates study, IReadOnlyList<int[]> resamples, (Standing Line, int At) of) => new(
        of.Line.Name, of.Line.Rating, study.Won(of.At, right: true), study.Won(of.At, right: false),
        Around(weights => study.Gap(of.At, weights), resamples, study.Motions), study.Judged(of.At));

    private static Estimate Around(Func<int[], double?> measure, IReadOnlyList<int[]> resamples, int motions)
    {
        var value = measure([.. Enumerable.Repeat(1, motions)]) ?? 0;
        var seen = resamples.Select(measure).OfType<double>().ToArray();
        if (seen.Length == 0) return new(Share.Round(value), Share.Round(value), Share.Round(value));
        var (low, high) = Bootstrap.Percentiles(seen, StudentT.Expanded(motions));
        return new(Share.Round(value), Share.Round(Math.Min(low, value)), Share.Round(Math.Max(high, value)));
    }
}
