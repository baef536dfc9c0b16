namespace Debate.Deliberation.Projections;

/// <summary>
/// How often a judge named the place that it named most. Places are drawn or swapped, so a judge who goes by what was said names each of
/// two about half of the time; one who names the same place in nearly all decisions may go by the place (Zheng et al., "Judging
/// LLM-as-a-Judge", 2023). Where places are not drawn, as MAD's are not, a side may also be the better one.
/// </summary>
/// <param name="Judge">The judge, or <see cref="AllJudges"/>.</param>
/// <param name="Place">The place, from 1.</param>
/// <param name="Named">Decisions in which it named that place.</param>
/// <param name="Decisions">Decisions in which it named any place; ties and unread replies are not among them.</param>
public sealed record PlaceCount(string Judge, int Place, int Named, int Decisions)
{
    /// <summary>The share of all decisions from which on reports speak of it.</summary>
    public const double NearlyAll = 0.9;

    /// <summary>The number of decisions from which on they do; a fair coin falls six times on one side in one case of thirty-two.</summary>
    public const int LeastDecisions = 6;

    /// <summary>All judges together.</summary>
    public const string AllJudges = "all judges together";

    private static readonly string[] Ordinals = ["first", "second", "third", "fourth"];

    /// <summary>Whether it named one place in nearly all decisions.</summary>
    public bool IsNearlyAll => Decisions >= LeastDecisions && Named >= NearlyAll * Decisions;

    /// <summary>The judges' counts over these verdicts, in ordinal order of the judges; those of all together last if there are
    /// several.</summary>
    public static IReadOnlyList<PlaceCount> FromVerdicts(IEnumerable<Verdict> verdicts)
    {
        var named = verdicts.SelectMany(v => v.Places ?? []).ToArray();
        var judges = named.GroupBy(p => p.Judge, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Count(g.Key, [.. g])).ToArray();
        return judges.Length > 1 ? [.. judges, Count(AllJudges, named)] : judges;
    }

    /// <summary>What a reader of a report must know of these verdicts' judges, one sentence each; empty where there is nothing to
    /// tell.</summary>
    public static IReadOnlyList<string> Warn(IEnumerable<Verdict> verdicts)
    {
        Verdict[] all = [.. verdicts];
        var flagged = FromVerdicts(all).Where(c => c.IsNearlyAll).ToArray();
        if (flagged.Any(c => c.Judge != AllJudges)) flagged = [.. flagged.Where(c => c.Judge != AllJudges)];
        var contradicted = all is [{ Votes: { } votes }] ? FindContradicted(votes).Where(j => flagged.All(c => c.Judge != j)) : [];
        var isAskedOnce = all.All(v => (v.Places ?? []).GroupBy(p => p.Judge, StringComparer.Ordinal).All(judge => judge.Count() == 1));
        var advice = isAskedOnce ? "; a protocol with the option orders=both has it decide in both orders" : "";
        return
        [
            .. flagged.Select(c => $"{c.Judge} named the {FormatPlace(c.Place)} place in {Format(c.Named)} of {Format(c.Decisions)} decisions: "
                + "the place may have decided, not what was said" + advice),
            .. contradicted.Select(judge => $"{judge} named the same place in both orders: the place decided, not what was said"),
        ];
    }

    private static PlaceCount Count(string judge, NamedPlace[] named)
    {
        var most = named.GroupBy(p => p.Place).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First();
        return new(judge, most.Key, most.Count(), named.Length);
    }

    /// <summary>The judges of a panel who read both orders and preferred whoever stood in one place.</summary>
    private static IEnumerable<string> FindContradicted(IEnumerable<PanelVote> votes) =>
        votes.Where(v => v.Winner is not (null or PanelVote.Tie)).GroupBy(v => v.Judge, StringComparer.Ordinal)
            .Where(judge => judge.Select(v => v.Swapped).Distinct().Count() == 2
                && judge.GroupBy(v => v.Swapped).All(order => order.Select(v => v.Winner).Distinct().Count() == 1)
                && judge.Select(v => v.Winner).Distinct().Count() == 2)
            .Select(judge => judge.Key);

    private static string FormatPlace(int place) => place <= Ordinals.Length ? Ordinals[place - 1] : $"{Format(place)}th";

    private static string Format(int number) => FormattableString.Invariant($"{number}");
}
