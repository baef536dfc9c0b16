namespace Debate.Tournaments;

/// <summary>A circumstance of games that may favour a debater.</summary>
/// <param name="Name">Whom it favours.</param>
/// <param name="Value">How much it favours A; 0 where it is not known or favours nobody.</param>
internal sealed record Circumstance(string Name, Func<GameRow, double> Value);

/// <summary>
/// The circumstances whose effects the games tell: the side, the order in which the judge saw the debaters, each judge's own bias on top of
/// that, and the length, as (a - b) / (a + b) over its standard deviation.
/// </summary>
/// <remarks>
/// An effect cannot be told if nobody stated the circumstance; if it separates, that is, decides every decided game, so that the best
/// estimate is infinite (Albert and Anderson 1984); or if it goes with the debaters or another circumstance, so that only their sum has an
/// estimate. The latter two show where priors are nearly flat: the effect's deviation there is no longer that of games. Such an effect is
/// left out, because any number would be the prior's. The judges' biases are deviations from a common one and keep their prior.
/// </remarks>
internal sealed class Circumstances
{
    /// <summary>The deviations of nearly flat priors, and from which deviation on, in log odds, an effect is not told by games.</summary>
    private const double FlatDeviation = 100, UntoldDeviation = 10;

    private static readonly Circumstance Side = new("for the motion", row => row.Side), First = new("heard first", row => row.First);

    private Circumstances(IReadOnlyList<Circumstance> told, IReadOnlyList<string> untold) => (Told, Untold) = (told, untold);

    /// <summary>Those whose effects are estimated.</summary>
    internal IReadOnlyList<Circumstance> Told { get; }

    /// <summary>Why the others' effects are not, one sentence each.</summary>
    internal IReadOnlyList<string> Untold { get; }

    internal static Circumstances Find(GameTable games)
    {
        var (told, untold) = (new List<Circumstance>(), new List<string>());
        var unstated = new List<string>();
        foreach (var candidate in FindCommon(games))
        {
            if (games.SortedGames().All(row => candidate.Value(row) == 0)) unstated.Add(candidate.Name);
            else if (FindSeparation(games, candidate) is { } always) untold.Add(
                $"{candidate.Name}: whoever it favours {always} every decided game, its effect cannot be told and is in no rating");
            else told.Add(candidate);
        }
        while (FindUntold(games, told) is { } lost)
        {
            told.Remove(lost);
            untold.Add($"{lost.Name}: its effect cannot be told from the debaters' strengths or other circumstances and is in no rating");
        }
        if (unstated.Count > 0)
            untold.Insert(0, $"effects that cannot be told, for nobody stated the circumstance: {string.Join(", ", unstated)}");
        return new([.. told, .. FindBiases(games, told)], untold);
    }

    private static IEnumerable<Circumstance> FindCommon(GameTable games)
    {
        var rows = games.SortedGames();
        var deviation = Math.Sqrt(rows.Sum(row => row.Length * row.Length) / Math.Max(1, rows.Count));
        yield return Side;
        yield return First;
        yield return new("longer by one deviation", row => deviation > 0 ? row.Length / deviation : 0);
    }

    private static IEnumerable<Circumstance> FindBiases(GameTable games, List<Circumstance> told)
    {
        if (games.Judges.Count < 2 || told.Find(c => c == Side || c == First) is not { } common) yield break;
        for (var i = 0; i < games.Judges.Count; i++)
        {
            var judge = i;
            yield return new($"{common.Name} before judge {games.Judges[i]}", row => row.Judge == judge ? common.Value(row) : 0);
        }
    }

    /// <summary>What whoever the circumstance favours did in all decided games that it touches; null if this one, then the other.</summary>
    private static string? FindSeparation(GameTable games, Circumstance circumstance)
    {
        var (favoured, other) = (false, false);
        foreach (var row in games.SortedGames())
        {
            var gain = circumstance.Value(row) * (2 * row.Score - 1);
            (favoured, other) = (favoured || gain > 0, other || gain < 0);
        }
        return favoured == other ? null : favoured ? "won" : "lost";
    }

    /// <summary>The circumstance that games tell least among those that they do not tell; null if they tell all.</summary>
    private static Circumstance? FindUntold(GameTable games, List<Circumstance> told)
    {
        if (told.Count == 0) return null;
        var shape = new PairShape(games.Names.Count, told.Count, HasTies: true, FlatDeviation, FlatDeviation);
        var likelihood = ContextualBradleyTerry.CreateLikelihood(games, told, shape);
        var mode = Newton.Maximise(likelihood, tolerance: 1e-4);
        var information = new double[shape.Size, shape.Size];
        likelihood.Evaluate(mode, new double[shape.Size], information);
        var factor = new Cholesky(information);
        double Deviation(int parameter)
        {
            var unit = new double[shape.Size];
            unit[parameter] = 1;
            return Math.Sqrt(factor.Solve(unit)[parameter]);
        }
        return Enumerable.Range(0, told.Count).Where(i => Deviation(shape.Debaters + i) > UntoldDeviation)
            .OrderByDescending(i => Math.Round(Math.Abs(mode[shape.Debaters + i]), 3)).ThenByDescending(i => i)
            .Select(i => told[i]).FirstOrDefault();
    }
}
