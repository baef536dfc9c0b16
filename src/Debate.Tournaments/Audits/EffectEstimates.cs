using Debate.Tournaments.Audits.Effects;

namespace Debate.Tournaments.Audits;

/// <summary>An effect as it was measured.</summary>
/// <param name="Effect">Its name.</param>
/// <param name="Meaning">What a positive size means.</param>
/// <param name="Size">
/// What it adds to the probability of the vote, with its sign; null, and so is all that follows, where the debates cannot tell.
/// </param>
/// <param name="Low">The lower end of the 95 % interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="P">The two-sided p-value, corrected by Holm for all effects of the same table.</param>
public sealed record EffectEstimate(string Effect, string Meaning, double? Size, double? Low, double? High, double? P)
{
    /// <summary>Whether it was found at the 5 % level, the number of effects looked at taken into account.</summary>
    public bool Found => P <= 0.05;
}

/// <summary>
/// One linear model of all readings. What pro gets is explained by the two debaters' worth, the same for all judges, and by the effects
/// of each judge; so no effect is mistaken for another one, nor a good debater's success for a judge's love. Readings of one motion may
/// depend on one another. Sizes are changes of probability, which hold while probabilities stay off 0 and 1.
/// </summary>
public static class EffectEstimates
{
    /// <summary>The effects of the panel as one judge, in the order of <see cref="JudgeEffects.All"/>.</summary>
    public static IReadOnlyList<EffectEstimate> OfPanel(AuditMaterial material) => Estimates(Fit(material, _ => 0, 1))[0];

    /// <summary>The effects of each judge, in the order of <see cref="AuditMaterial.Sitting"/>.</summary>
    public static IReadOnlyList<IReadOnlyList<EffectEstimate>> OfJudges(AuditMaterial material)
    {
        var number = material.Sitting.Select((judge, i) => (judge, i)).ToDictionary(j => j.judge, j => j.i, StringComparer.Ordinal);
        return Estimates(Fit(material, judge => number[judge], number.Count));
    }

    private static Coefficient?[][] Fit(AuditMaterial material, Func<string, int> group, int groups)
    {
        var spoke = material.Debates.SelectMany(d => new[] { d.Pro, d.Con }).Distinct(StringComparer.Ordinal);
        string[] debaters = [.. spoke.Order(StringComparer.Ordinal)];
        var number = debaters.Select((name, i) => (name, i)).ToDictionary(d => d.name, d => d.i, StringComparer.Ordinal);
        var clusters = new Dictionary<string, int>(StringComparer.Ordinal);
        var (effects, worth) = (JudgeEffects.All, Math.Max(0, debaters.Length - 1));
        var rows = new List<Observation>();
        foreach (var debate in material.Debates)
            foreach (var reading in debate.Readings.Where(r => r.Pro is not null))
            {
                var x = new double[worth + groups * effects.Count];
                if (number[debate.Pro] < worth) x[number[debate.Pro]]++;
                if (number[debate.Con] < worth) x[number[debate.Con]]--;
                for (var e = 0; e < effects.Count; e++)
                    x[worth + group(reading.Judge) * effects.Count + e] = effects[e].Of(reading, debate, material);
                if (!clusters.TryGetValue(debate.Motion, out var cluster)) clusters[debate.Motion] = cluster = clusters.Count;
                rows.Add(new(x, reading.Pro!.Value - 0.5, cluster));
            }
        return [.. ClusteredRegression.Fit(rows, worth + groups * effects.Count).Skip(worth).Chunk(effects.Count)];
    }

    private static IReadOnlyList<EffectEstimate>[] Estimates(Coefficient?[][] fit)
    {
        double[] known = [.. fit.SelectMany(judge => judge).OfType<Coefficient>().Select(c => c.P)];
        var corrected = new Queue<double>(Holm.Adjusted(known));
        return
        [
            .. fit.Select(judge => (IReadOnlyList<EffectEstimate>)[.. judge.Select((found, e) => new EffectEstimate(
                JudgeEffects.All[e].Name, JudgeEffects.All[e].Meaning, found?.Size, found?.Interval.Low, found?.Interval.High,
                found is null ? null : corrected.Dequeue()))]),
        ];
    }
}
