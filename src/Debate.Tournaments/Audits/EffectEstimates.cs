using Debate.Tournaments.Audits.Effects;

namespace Debate.Tournaments.Audits;

/// <summary>The estimate of one effect.</summary>
/// <param name="Effect">Its name.</param>
/// <param name="Meaning">What a positive size means.</param>
/// <param name="Size">
/// The signed change in the probability of the vote; null, as are all following values, if the debates do not identify it.
/// </param>
/// <param name="Low">The lower end of the 95 % interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="P">The two-sided p-value, Holm-adjusted over all effects of the same table.</param>
public sealed record EffectEstimate(string Effect, string Meaning, double? Size, double? Low, double? High, double? P)
{
    /// <summary>Whether it is significant at the 5 % level after the correction for multiple tests.</summary>
    public bool Found => P <= 0.05;
}

/// <summary>
/// A linear probability model of all votes. Pro's score is explained by the strengths of the two debaters, common to all judges, and by the
/// effects of each judge, so that effects are not confounded with each other or with the debaters' strength. Standard errors are clustered
/// by motion. The specification is our own; it is linear so that a size reads directly as a change in probability, which holds only while
/// probabilities stay away from 0 and 1.
/// </summary>
public static class EffectEstimates
{
    /// <summary>The effects of the panel treated as one judge, in the order of <see cref="JudgeEffects.All"/>.</summary>
    public static IReadOnlyList<EffectEstimate> EstimatePanel(AuditData material) => ToEstimates(Fit(material, _ => 0, 1))[0];

    /// <summary>The effects of each judge, in the order of <see cref="AuditData.ActiveJudges"/>.</summary>
    public static IReadOnlyList<IReadOnlyList<EffectEstimate>> EstimateJudges(AuditData material)
    {
        var number = material.ActiveJudges.Select((judge, i) => (judge, i)).ToDictionary(j => j.judge, j => j.i, StringComparer.Ordinal);
        return ToEstimates(Fit(material, judge => number[judge], number.Count));
    }

    private static Coefficient?[][] Fit(AuditData material, Func<string, int> group, int groups)
    {
        var spoke = material.Debates.SelectMany(d => new[] { d.Pro, d.Con }).Distinct(StringComparer.Ordinal);
        string[] debaters = [.. spoke.Order(StringComparer.Ordinal)];
        var number = debaters.Select((name, i) => (name, i)).ToDictionary(d => d.name, d => d.i, StringComparer.Ordinal);
        var clusters = new Dictionary<string, int>(StringComparer.Ordinal);
        var (effects, worth) = (JudgeEffects.All, Math.Max(0, debaters.Length - 1));
        var rows = new List<RegressionRow>();
        foreach (var debate in material.Debates)
            foreach (var reading in debate.Votes.Where(r => r.ProScore is not null))
            {
                var x = new double[worth + groups * effects.Count];
                if (number[debate.Pro] < worth) x[number[debate.Pro]]++;
                if (number[debate.Con] < worth) x[number[debate.Con]]--;
                for (var e = 0; e < effects.Count; e++)
                    x[worth + group(reading.Judge) * effects.Count + e] = effects[e].Measure(reading, debate, material);
                if (!clusters.TryGetValue(debate.Motion, out var cluster)) clusters[debate.Motion] = cluster = clusters.Count;
                rows.Add(new(x, reading.ProScore!.Value - 0.5, cluster));
            }
        return [.. ClusteredRegression.Fit(rows, worth + groups * effects.Count).Skip(worth).Chunk(effects.Count)];
    }

    private static IReadOnlyList<EffectEstimate>[] ToEstimates(Coefficient?[][] fit)
    {
        double[] known = [.. fit.SelectMany(judge => judge).OfType<Coefficient>().Select(c => c.P)];
        var corrected = new Queue<double>(Holm.Adjust(known));
        return
        [
            .. fit.Select(judge => (IReadOnlyList<EffectEstimate>)[.. judge.Select((found, e) => new EffectEstimate(
                JudgeEffects.All[e].Name, JudgeEffects.All[e].Meaning, found?.Size, found?.Interval.Low, found?.Interval.High,
                found is null ? null : corrected.Dequeue()))]),
        ];
    }
}
