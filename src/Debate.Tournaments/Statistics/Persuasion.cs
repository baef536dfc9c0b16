namespace Debate.Tournaments;

/// <summary>A debate whose correct side is known.</summary>
/// <param name="Pro">The debater for the motion.</param>
/// <param name="Con">The debater against it.</param>
/// <param name="Score">The score of Pro: 1, 0.5 or 0.</param>
/// <param name="IsProRight">Whether Pro had the correct side.</param>
/// <param name="Motion">What was debated.</param>
public sealed record SidedDebate(string Pro, string Con, double Score, bool IsProRight, string Motion)
{
    /// <summary>The score of the correct side: 1 if the judge was right, 0.5 for a draw, 0 if it was wrong.</summary>
    public double Accuracy => IsProRight ? Score : 1 - Score;
}

/// <summary>A proportion of debates with its 95 % interval; from 0 to 1, four decimals.</summary>
public sealed record Proportion(int Debates, double Value, double Low, double High)
{
    /// <summary>The proportion of points won in so many debates, with Wilson's interval; 0 if there are none.</summary>
    public static Proportion FromPoints(double points, int debates)
    {
        var interval = Wilson.ComputeInterval(points, debates);
        return new(debates, Round(debates == 0 ? 0 : points / debates), Round(interval.Low), Round(interval.High));
    }

    internal static double Round(double value) => Math.Round(value, 4);
}

/// <summary>A number with its 95 % interval by bootstrap over motions, four decimals; of width 0 if it cannot be estimated.</summary>
public sealed record Estimate(double Value, double Low, double High);

/// <summary>A debater's results on the correct and on the incorrect side.</summary>
/// <param name="Name">The debater.</param>
/// <param name="Rating">Its rating on the leaderboard.</param>
/// <param name="Right">The win rate on the correct side.</param>
/// <param name="Wrong">The win rate on the incorrect side: persuasion without truth.</param>
/// <param name="Gap">The former minus the latter: how much being right helps the debater.</param>
/// <param name="Judge">The judge's accuracy in its debates, on either side.</param>
public sealed record Persuader(string Name, double Rating, Proportion Right, Proportion Wrong, Estimate Gap, Proportion Judge);

/// <summary>The judge's accuracy without debate: after hearing one side alone (consultancy), or nothing.</summary>
public sealed record TruthBaseline(string Name, Proportion Accuracy);

/// <summary>
/// The separation of persuasion from truth, after Khan et al. ("Debating with more persuasive LLMs leads to more truthful answers", 2024):
/// a debater that wins as often on the incorrect side is merely persuasive; debate promotes truth if the judge's accuracy rises with the
/// strength of the debaters.
/// </summary>
/// <param name="Debaters">Best rated first.</param>
/// <param name="Accuracy">The judge's overall accuracy.</param>
/// <param name="Slope">
/// The increase of accuracy for 100 points of the two debaters' mean rating (least squares over debates, ratings taken as known).
/// </param>
/// <param name="Baselines">The judge's accuracy without debate, if it was measured.</param>
public sealed record Persuasion(
    IReadOnlyList<Persuader> Debaters, Proportion Accuracy, Estimate Slope, IReadOnlyList<TruthBaseline> Baselines)
{
    /// <summary>Computes the study from debates in any order; null if there are none.</summary>
    public static Persuasion? Compute(
        IEnumerable<SidedDebate> debates, IReadOnlyList<Standing> standings, IReadOnlyList<TruthBaseline> baselines, long seed)
    {
        var study = new PersuasionSums(debates, standings);
        if (study.Count == 0) return null;
        var resamples = study.DrawResamples(seed);
        return new(
            [
                .. standings.Select((line, i) => (line, i)).Where(entry => study.HasDebates(entry.i))
                    .Select(entry => CreatePersuader(study, resamples, entry)),
            ],
            study.Accuracy, EstimateWithInterval(study.Slope, resamples, study.Motions), baselines);
    }

    private static Persuader CreatePersuader(PersuasionSums study, IReadOnlyList<int[]> resamples, (Standing Line, int At) of) => new(
        of.Line.Name, of.Line.Rating, study.WinRate(of.At, right: true), study.WinRate(of.At, right: false),
        EstimateWithInterval(weights => study.Gap(of.At, weights), resamples, study.Motions), study.JudgeAccuracy(of.At));

    private static Estimate EstimateWithInterval(Func<int[], double?> measure, IReadOnlyList<int[]> resamples, int motions)
    {
        var value = measure([.. Enumerable.Repeat(1, motions)]) ?? 0;
        var seen = resamples.Select(measure).OfType<double>().ToArray();
        if (seen.Length == 0) return new(Proportion.Round(value), Proportion.Round(value), Proportion.Round(value));
        var (low, high) = Bootstrap.PercentileInterval(seen, StudentT.ExpandedLevel(motions));
        return new(Proportion.Round(value), Proportion.Round(Math.Min(low, value)), Proportion.Round(Math.Max(high, value)));
    }
}
