using System.Diagnostics;
using System.Globalization;
using Debate.Tournaments;

namespace Debate.Benchmarks.Ratings;

/// <summary>
/// How often 95 % intervals cover the true rating, over simulated leagues: for all debaters but the strongest and the weakest, and
/// separately for those two, because a prior shrinks them most; how often the interval of ranks holds the true one, where debaters differ,
/// or all, where they are equal; and in which share of leagues some interval does not, so that somebody is surely misplaced.
/// </summary>
internal static class Coverage
{
    private static readonly (League League, IRatingEstimator Estimator, IRatingIntervals[] Ways)[] Studies =
    [
        (new(8, 30, 400, 0.6, 0), new BradleyTerryDavidson(), [new BootstrapIntervals(), new SandwichIntervals()]),
        (new(8, 30, 400, 0.6, 0.3), new BradleyTerryDavidson(), [new BootstrapIntervals(), new SandwichIntervals()]),
        (new(12, 60, 600, 0.6, 0.3), new BradleyTerryDavidson(), [new BootstrapIntervals(), new SandwichIntervals()]),
        (new(20, 40, 800, 0.6, 0.3), new BradleyTerryDavidson(), [new BootstrapIntervals(400), new SandwichIntervals()]),
        (new(12, 60, 600, 0, 0.3), new BradleyTerry(), [new BootstrapIntervals(), new SandwichIntervals()]),
        (new(12, 60, 600, 0.6, 0.3, Side: 60), new ContextualBradleyTerry(), [new SandwichIntervals()]),
    ];

    /// <summary>
    /// Leagues of one to five games a pair, on motions that all pairs share or on motions of their own; or those of one number of debaters
    /// and spread, by one kind of intervals.
    /// </summary>
    public static void RunSmall(int leagues, string? field = null, string? intervals = null)
    {
        WriteHeader(leagues);
        foreach (var (debaters, spread, ties) in new[] { (2, 200.0, 0.0), (4, 600, 0), (8, 600, 0.6), (16, 800, 0), (8, 0, 0) })
            foreach (var (shared, apart) in new[] { (0.0, true), (0, false), (0.3, false) })
                for (var perPair = 1; perPair <= 5; perPair++)
                    foreach (var way in new IRatingIntervals[] { new BootstrapIntervals(200), new SandwichIntervals() })
                        if (field is null || field == FormattableString.Invariant($"{debaters}x{spread}"))
                            if (intervals is null || intervals == way.Name)
                                Study(new(debaters, perPair, spread, ties, shared, Apart: apart), new BradleyTerryDavidson(), way, leagues);
    }

    /// <summary>The eleven rows, or those of one kind of intervals.</summary>
    public static void Run(int leagues, string? intervals = null)
    {
        WriteHeader(leagues);
        foreach (var (league, estimator, ways) in Studies)
            foreach (var way in ways.Where(way => intervals is null || way.Name == intervals)) Study(league, estimator, way, leagues);
    }

    private static void WriteHeader(int leagues)
    {
        Console.WriteLine($"{leagues} leagues a row; prior: normal, 350 points, where the estimator has one; nominal 95 %");
        Console.WriteLine("| debaters x motions | spread | ties | shared | side | estimator | intervals "
            + "| middle | strongest | weakest | effect | ranks | misplaced | told apart | width | s |");
        Console.WriteLine("|---|---:|---:|---:|---:|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    }

    private static bool HoldsRank(RankInterval rank, int debater, League league) => league.Spread > 0
        ? rank.Best <= debater + 1 && debater + 1 <= rank.Worst : rank == new RankInterval(1, league.Debaters);

    private static void Study(League league, IRatingEstimator estimator, IRatingIntervals way, int leagues)
    {
        var watch = Stopwatch.StartNew();
        var (held, effects, ranks, misplaced, apart, width) = (new int[league.Debaters], 0, 0, 0, 0, 0.0);
        var gate = new Lock();
        Parallel.For(0, leagues, season =>
        {
            var games = GameTable.Create(league.Games(season), league.Names);
            var sure = way.Compute(estimator, games, estimator.Fit(games), season);
            lock (gate)
            {
                if (!Enumerable.Range(0, league.Debaters).All(i => HoldsRank(sure.Ranks[i]!.Value, i, league))) misplaced++;
                apart += sure.Ranks.Sum(rank => rank!.Value.Best - 1);
                for (var i = 0; i < league.Debaters; i++)
                {
                    if (sure.Ratings[i].Contains(league.Rating(i))) held[i]++;
                    if (HoldsRank(sure.Ranks[i]!.Value, i, league)) ranks++;
                    width += sure.Ratings[i].High - sure.Ratings[i].Low;
                }
                if (sure.Effects.Count > 0 && sure.Effects[0].Contains(league.Side)) effects++;
            }
        });
        string Percent(double count, int of) => (100.0 * count / of).ToString("0.0", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {league.Debaters} x {league.Motions}{(league.Apart ? " apart" : "")} | {league.Spread} | {league.Ties} "
            + $"| {league.Shared} | {league.Side} | {estimator.Name} | {way.Name} "
            + $"| {(league.Debaters > 2 ? Percent(held[1..^1].Sum(), leagues * (league.Debaters - 2)) : "–")} "
            + $"| {Percent(held[0], leagues)} | {Percent(held[^1], leagues)} "
            + $"| {(league.Side != 0 ? Percent(effects, leagues) : "–")} "
            + $"| {Percent(ranks, leagues * league.Debaters)} | {Percent(misplaced, leagues)} "
            + $"| {Percent(apart, leagues * league.Debaters * (league.Debaters - 1) / 2)} | {width / (leagues * league.Debaters):0} "
            + $"| {watch.Elapsed.TotalSeconds:0} |"));
    }
}
