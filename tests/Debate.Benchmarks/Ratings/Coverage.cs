using System.Diagnostics;
using System.Globalization;
using Debate.Tournaments;

namespace Debate.Benchmarks.Ratings;

/// <summary>
/// How often 95 % intervals cover the true rating, over simulated leagues: for all debaters but the strongest and the weakest, and
/// separately for those two, because a prior shrinks them most.
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

    public static void Run(int leagues)
    {
        Console.WriteLine($"{leagues} leagues a row; prior: normal, 350 points, where the estimator has one; nominal 95 %");
        Console.WriteLine("| debaters x motions | spread | ties | shared | side | estimator | intervals "
            + "| middle | strongest | weakest | effect | s |");
        Console.WriteLine("|---|---:|---:|---:|---:|---|---|---:|---:|---:|---:|---:|");
        foreach (var (league, estimator, ways) in Studies)
            foreach (var way in ways) Study(league, estimator, way, leagues);
    }

    private static void Study(League league, IRatingEstimator estimator, IRatingIntervals way, int leagues)
    {
        var watch = Stopwatch.StartNew();
        var (held, effects) = (new int[league.Debaters], 0);
        Parallel.For(0, leagues, season =>
        {
            var games = GameTable.Create(league.Games(season), league.Names);
            var sure = way.Compute(estimator, games, estimator.Fit(games), season);
            for (var i = 0; i < league.Debaters; i++)
                if (sure.Ratings[i].Contains(league.Rating(i))) Interlocked.Increment(ref held[i]);
            if (sure.Effects.Count > 0 && sure.Effects[0].Contains(league.Side)) Interlocked.Increment(ref effects);
        });
        string Percent(double count, int of) => (100.0 * count / of).ToString("0.0", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {league.Debaters} x {league.Motions} | {league.Spread} | {league.Ties} | {league.Shared} | {league.Side} "
            + $"| {estimator.Name} | {way.Name} "
            + $"| {Percent(held[1..^1].Sum(), leagues * (league.Debaters - 2))} | {Percent(held[0], leagues)} "
            + $"| {Percent(held[^1], leagues)} "
            + $"| {(league.Side != 0 ? Percent(effects, leagues) : "–")} | {watch.Elapsed.TotalSeconds:0} |"));
    }
}
