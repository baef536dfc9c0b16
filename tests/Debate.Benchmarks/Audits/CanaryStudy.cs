using System.Globalization;
using Debate.Tournaments;
using Debate.Tournaments.Audits;
using Debate.Tournaments.Tests;

namespace Debate.Benchmarks.Audits;

/// <summary>
/// The false alarms of the canaries over simulated clean tournaments, and how often they detect a judge who falls for one of them. A clean
/// judge gives every debater the same worth as silence: the hardest case, with and without position bias.
/// </summary>
internal static class CanaryStudy
{
    private static readonly string[] Canaries = [.. Debate.Deliberation.Canaries.Names];

    public static void Run(int tournaments)
    {
        Console.WriteLine("judges motions |  false alarms (95 % interval)  | a judge who falls for 'boast' with probability 0.7 / 0.8 / 0.9 is found");
        foreach (var judges in new[] { 1, 3 })
            foreach (var motions in new[] { 8, 12, 24, 48 })
            {
                var alarms = Count(tournaments, motions, [.. Blind(judges)]);
                var interval = Wilson.ComputeInterval(alarms, tournaments);
                var found = new[] { 0.7, 0.8, 0.9 }.Select(p =>
                    Count(tournaments / 4, motions, [Fallen(p), .. Blind(judges - 1)], "fallen"));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{judges,6} {motions,7} | {(double)alarms / tournaments,6:0.000} ({interval.Low:0.000} to {interval.High:0.000}) | ")
                    + string.Join(" / ", found.Select(n => (n / (tournaments / 4.0)).ToString("0.00", CultureInfo.InvariantCulture))));
            }
    }

    private static int Count(int tournaments, int motions, PlantedJudge[] judges, string? whom = null) => Enumerable.Range(0, tournaments)
        .AsParallel().Count(seed => CanaryCheck.Test(new PlantedLeague(judges, motions, seed).Canaries(Canaries), seed)
            .Any(r => r.Flagged && (whom is null || r.Judge == whom)));

    private static IEnumerable<PlantedJudge> Blind(int count) => Enumerable.Range(0, count).Select(i =>
        new PlantedJudge($"blind {i}", "m", "m") { Blind = true, Position = 0.2 * (i % 2) });

    private static PlantedJudge Fallen(double wins) =>
        new("fallen", "f", "f") { FallsFor = new Dictionary<string, double> { ["boast"] = wins } };
}
