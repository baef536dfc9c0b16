using System.Globalization;
using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Evidence;
using Debate.Tournaments.Audits;

namespace Debate.Tournaments.Tests;

/// <summary>A judge with known faults: what each fault adds to the probability of its vote.</summary>
internal sealed record PlantedJudge(string Name, string Model, string Family)
{
    public double Position { get; init; }

    public double Side { get; init; }

    /// <summary>Per 100 additional characters.</summary>
    public double Length { get; init; }

    public double Self { get; init; }

    public double Kin { get; init; }

    /// <summary>The probability that a canary beats a debater before this judge, by the canary's name; 0.05 if none is given.</summary>
    public IReadOnlyDictionary<string, double> FallsFor { get; init; } = new Dictionary<string, double>();

    /// <summary>Whether it sees no difference between debaters.</summary>
    public bool Blind { get; init; }
}

/// <summary>
/// A league in which everything that an audit should find was planted: debaters of known worth who write at random length, and judges of
/// known faults who vote independently, each in both orders.
/// </summary>
internal sealed class PlantedLeague(IReadOnlyList<PlantedJudge> judges, int motions, long seed)
{
    private static readonly (string Name, string Family, double Worth)[] Debaters =
        [("ada", "east", 0.08), ("ben", "east", 0.04), ("cem", "west", 0), ("dia", "north", -0.05)];

    private readonly SeededRandom _draws = SeededRandom.Create(seed, "league");

    public AuditData Material() => new(
        [.. Debates()], Debaters.ToDictionary(d => d.Name, d => new ModelIdentity(d.Name, d.Family)),
        judges.ToDictionary(j => j.Name, j => new ModelIdentity(j.Model, j.Family)), 1);

    /// <summary>The debates of the canaries in the league.</summary>
    public IReadOnlyList<CanaryDebate> Canaries(params string[] names) =>
    [
        .. CanaryMatches.Create(names, [.. Debaters.Select(d => d.Name)], [.. Enumerable.Range(0, motions).Select(Motion)])
            .Select(match => new CanaryDebate(match, Judged(match.Motion, "", "", (judge, first) => Fallen(judge, match, first)))),
    ];

    private IEnumerable<AuditedDebate> Debates()
    {
        for (var m = 0; m < motions; m++)
            foreach (var pro in Debaters)
                foreach (var con in Debaters.Where(d => d != pro))
                {
                    var (one, two) = (200 + 50 * _draws.NextInt(7), 200 + 50 * _draws.NextInt(7));
                    var debate = Judged(Motion(m), pro.Name, con.Name, (judge, first) => judge.Blind ? 0.5
                        : 0.5 + pro.Worth - con.Worth + judge.Position * first + judge.Side + judge.Length * (one - two) / 100
                            + judge.Self * (Own(judge, pro.Name) - Own(judge, con.Name))
                            + judge.Kin * (Kin(judge, pro) - Kin(judge, con)));
                    yield return debate with { ProLength = one, ConLength = two };
                }
    }

    private AuditedDebate Judged(string motion, string pro, string con, Func<PlantedJudge, int, double> chance)
    {
        var readings = judges.SelectMany(judge => new[] { false, true }.Select(swapped =>
            new JudgeVote(judge.Name, swapped, _draws.NextBool(chance(judge, swapped ? -1 : 1)) ? 1 : 0))).ToArray();
        return new(motion, pro, con, readings, readings.Average(r => r.ProScore!.Value));
    }

    private static double Fallen(PlantedJudge judge, CanaryMatch match, int first)
    {
        if (judge.Blind || match.Opponent is null) return 0.5 + judge.Position * first;
        var wins = judge.FallsFor.GetValueOrDefault(match.Canary, 0.05);
        return match.Side == Side.Pro ? wins : 1 - wins;
    }

    private static int Own(PlantedJudge judge, string debater) => judge.Model == debater ? 1 : 0;

    private static int Kin(PlantedJudge judge, (string Name, string Family, double Worth) debater) =>
        judge.Family == debater.Family && judge.Model != debater.Name ? 1 : 0;

    private static string Motion(int number) => string.Create(CultureInfo.InvariantCulture, $"motion {number:000}");
}
