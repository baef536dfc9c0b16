using CsCheck;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Inquiries;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Tests;

/// <summary>Strengths of large graphs are computed in steps, at each of which their budget may end them.</summary>
public sealed class StrengthBudgetTests
{
    /// <summary>Chains of many components, and rings that take many rounds.</summary>
    private static readonly Gen<ArgumentGraph> Large = Gen.Select(Gen.Int[1, 6000], Gen.Int[2, 40], Gen.Bool, (chain, ring, odd) =>
    {
        var builder = new ArgumentGraphBuilder();
        var (count, first) = (chain + ring, chain);
        for (var a = 0; a < count; a++) builder.AddArgument($"a{a}", score: odd ? 0.9 : 0.6);
        for (var a = 0; a + 1 < chain; a++) builder.AddAttack(a + 1, a);
        for (var a = first; a < count; a++) builder.AddAttack(a, a + 1 < count ? a + 1 : first);
        builder.AddAttack(first, 0);
        return builder.Build();
    });

    [Fact]
    public void Computation_that_was_ended_anywhere_goes_on_to_the_same_strengths() => Gen.Select(Large, Gen.Int[0, 12]).Sample((graph, steps) =>
    {
        var whole = Strengths.Compute(graph, new QuadraticEnergy());
        var left = steps;
        var network = Contributions.ShowAll(graph, new QuadraticEnergy(), budget: new(pause: () =>
        {
            if (left-- == 0) throw new OperationCanceledException();
        }));
        var ended = Record.Exception(() => network.Strength(0)) is OperationCanceledException;
        Assert.Equal(ended, left < 0);
        for (var node = 0; node < graph.NodeCount; node++) Assert.Equal(whole.Values[node], network.Strength(node), 1e-12);
        Assert.Equal(whole.Converged, network.Converged);
    }, iter: 100);

    [Theory]
    [InlineData(null)]
    [InlineData("a0")]
    public void Question_ends_soon_after_its_time_and_is_unknown(string? argument)
    {
        var graph = GetRing(4001);
        var inquiry = new StrengthInquiry("quadratic-energy", argument);
        var late = new SearchBudget(pause: EndAfter(2));
        Assert.Throws<OperationCanceledException>(() => inquiry.Answer(new("ring", graph), late));
        Assert.Throws<OperationCanceledException>(() =>
            new ContestInquiry([GraphEdit.AddArgument("new")], "quadratic-energy", ReturnsGraph: false)
                .Answer(new("ring", graph), new(pause: EndAfter(3))));
    }

    /// <summary>What adds how much is the long part: each of 4,000 arguments is taken away, and each time the ring is computed anew.</summary>
    [Fact]
    public void Strength_of_one_is_told_although_the_time_was_over_before_its_reasons()
    {
        var report = (StrengthReport)new StrengthInquiry("quadratic-energy", "a0")
            .Answer(new("ring", GetRing(4001)), new(pause: EndAfter(2000)));
        Assert.Equal(InquiryStatus.Unknown, report.Status);
        Assert.Contains("its time was over", report.Reason, StringComparison.Ordinal);
        var row = Assert.Single(report.Strengths);
        Assert.Null(row.Why);
        Assert.Equal(Strengths.Compute(GetRing(4001), new QuadraticEnergy()).Values[0], row.Strength, 1e-9);
    }

    private static Action EndAfter(int steps) => () =>
    {
        if (steps-- == 0) throw new OperationCanceledException();
    };

    private static ArgumentGraph GetRing(int count)
    {
        var builder = new ArgumentGraphBuilder();
        for (var a = 0; a < count; a++) builder.AddArgument($"a{a}");
        for (var a = 0; a < count; a++) builder.AddAttack(a, (a + 1) % count);
        return builder.Build();
    }
}
