using CsCheck;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Tournaments.Tests;

/// <summary>The laws of panels.</summary>
public sealed class JudgePanelsTests
{
    private static readonly Seat[] Debaters =
        [.. "abcdef".Select(c => new Seat($"{c}", $"model-{c}") { Debater = $"{c}", Family = $"f{c % 3}" })];

    [Fact]
    public void No_judge_sits_over_its_own_family_and_all_who_may_sit_equally_often() =>
        Gen.Select(Gen.Int[2, 5], Gen.Int[5, 9], Gen.Int[3, 12], Gen.Long).Sample((size, pool, motions, seed) =>
        {
            var judges = Enumerable.Range(0, pool).Select(i =>
                new Seat($"j{i}", $"judge-{i}") { Judge = $"j{i}", Family = i < 2 ? $"f{i}" : null }).ToArray();
            if (pool - 2 < size) return;
            var panels = new JudgePanels(judges, size, false, seed);
            var sat = judges.ToDictionary(j => j.Judge!, _ => 0);
            foreach (var pairing in RoundRobin.CreatePairings([.. Debaters.Select(d => d.Debater!)],
                [.. Enumerable.Range(0, motions).Select(m => $"m{m}")]))
            {
                var (pro, con) = (Of(pairing.Pro), Of(pairing.Con));
                var panel = panels.GetPanel(pairing.Motion, pro, con);
                Assert.Equal(size, panel.Select(j => j.Judge).Distinct().Count());
                Assert.All(panel, j => Assert.True(j.Family is null || (j.Family != pro.Family && j.Family != con.Family)));
                Assert.Equal(panel.Select(j => j.Judge), panels.GetPanel(pairing.Motion, con, pro).Select(j => j.Judge));
                foreach (var judge in panel) sat[judge.Judge!]++;
            }
            var free = sat.Where(s => s.Key is not ("j0" or "j1")).Select(s => s.Value).ToArray();
            Assert.InRange(free.Max() - free.Min(), 0, 2);
        }, iter: 30);

    [Fact]
    public void The_same_seed_draws_the_same_panels_and_another_one_others()
    {
        string Drawn(long seed)
        {
            var panels = new JudgePanels([.. Enumerable.Range(0, 6).Select(i => new Seat($"j{i}", "m") { Judge = $"j{i}" })], 2, true,
                seed);
            return string.Join(' ', Enumerable.Range(0, 20)
                .SelectMany(m => panels.GetPanel($"m{m}", Debaters[0], Debaters[1]).Select(j => j.Judge)));
        }
        Assert.Equal(Drawn(4), Drawn(4));
        Assert.NotEqual(Drawn(4), Drawn(5));
    }

    [Fact]
    public void Too_few_judges_without_a_conflict_are_an_error_that_says_what_to_do()
    {
        var panels = new JudgePanels([new Seat("j", "model-a") { Judge = "j" }], 1, false, 0);
        var own = new Seat("a", "model-a") { Debater = "a" };
        var error = Assert.Throws<InputException>(() => panels.GetPanel("m", own, Debaters[1]));
        Assert.Contains("conflicts: allow", error.Message, StringComparison.Ordinal);
        Assert.Single(new JudgePanels([new Seat("j", "model-a") { Judge = "j" }], 1, true, 0).GetPanel("m", own, Debaters[1]));
    }

    private static Seat Of(string debater) => Debaters.Single(d => d.Debater == debater);
}
