using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Environments.Simulator;
using Debate.Rewards.Judges;
using Debate.Rewards.Players;

namespace Debate.Rewards.Tests.Players;

public sealed class DebatersStudyTests
{
    private static readonly DebatersStudy Small = new(Benchmark.Create(SepsisSimulator.Name, text: null))
    {
        Episodes = 200,
        Samples = 60,
        Learning = new(0) { Steps = 600, Hidden = 8 },
        Imitating = new(0) { Games = 40, Positions = 4, Epochs = 2, Hidden = 8 },
    };

    private static readonly Lazy<DebatersRun> Run = new(() => Small.Run(Training(2)));

    [Fact]
    public void Every_source_of_evidence_is_tried_on_held_out_states()
    {
        Assert.Equal(
            ["full state", "best alone", "random", "leave-one-out", "shapley", "isolated", "precommitted", "greedy", "self-play", "maxmin",
                "imitation", "exact"],
            Run.Value.Debaters.Select(d => d.Player));
        Assert.Contains("held-out states", Run.Value.TestedOn, StringComparison.Ordinal);
        Assert.Contains("without", Run.Value.TrainedOn, StringComparison.Ordinal);
        Assert.Equal(.5, Run.Value.NoEvidence, 1e-6);
        Assert.InRange(Run.Value.Bayes, .55, 1);
    }

    [Fact]
    public void What_holds_by_definition_holds()
    {
        var rows = Run.Value.Debaters.ToDictionary(d => d.Player);
        Assert.Equal((2, 1, 7), (rows["isolated"].Items, rows["precommitted"].Items, rows["full state"].Items));
        Assert.Equal(0, rows["exact"].Exploitability);
        Assert.Equal(rows["exact"].Alignment, rows["exact"].WithConfuser!.Exact);
        Assert.Null(rows["exact"].WithConfuser!.Learned);
        Assert.Null(rows["full state"].WithConfuser);
        foreach (var row in rows.Values)
        {
            if (row is { From: EvidenceSource.Alone, Items: 2 }) Assert.True(row.Alignment <= rows["best alone"].Alignment, row.Player);
            if (row.WithConfuser is not { } confused) continue;
            // A player that reveals any item is known to its exact confuser only in expectation.
            var slack = row.Player == "random" ? .1 : 1e-9;
            Assert.True(confused.Exact <= confused.Greedy + slack, row.Player);
            Assert.True(confused.Exact <= (confused.Learned ?? 1) + slack, row.Player);
            Assert.True(confused.Exact <= rows["exact"].Alignment + 1e-9, row.Player);
            Assert.InRange(row.Exploitability!.Value, 0, 2);
        }
        Assert.True(rows["random"].Exploitability > rows["greedy"].Exploitability);
    }

    [Fact]
    public void Equal_seeds_make_equal_tables_and_several_make_a_spread()
    {
        Assert.Equal(Run.Value.Debaters, Small.Run(Training(2)).Debaters);
        var spread = DebaterSummary.Summarise([Run.Value, Small.Run(Training(2) with { Seed = 2 })]);
        Assert.Equal(Run.Value.Debaters.Select(d => d.Alignment), spread.Select(s => s.Alignment.Each[0]));
        Assert.Contains(spread, s => s.Exact is { Deviation: > 0 });
        Assert.Null(spread.Single(s => s.Player == "exact").Learned);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public void Items_must_be_even(int items) =>
        Assert.Contains(
            $"items: {items}", Assert.Throws<InputException>(() => Small.Run(Training(items))).Message, StringComparison.Ordinal);

    private static JudgeTraining Training(int items) => new(items, 1) { Steps = 200, Hidden = 16 };
}
