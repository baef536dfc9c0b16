using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Judges;
using Debate.Deliberation.Evidence.Players;

namespace Debate.Deliberation.Tests.Evidence;

public sealed class SkillTests
{
    [Theory]
    [InlineData("minimax")]
    [InlineData("greedy")]
    public void Skill_beats_chance_over_trees_with_sides_swapped(string skilled)
    {
        var (wins, losses) = (0, 0);
        foreach (var (seed, motion) in TreeMotions(10))
            foreach (var starter in new[] { Side.Pro, Side.Con })
            {
                var game = motion.Evidence.CreateGame(motion.Reveals, starter);
                var asPro = game.Play(EvidencePlayers.Find(skilled), EvidencePlayers.Find("random"), seed).Judgement.Utility;
                var asCon = game.Play(EvidencePlayers.Find("random"), EvidencePlayers.Find(skilled), seed).Judgement.Utility;
                if (asPro - asCon > 0) wins++;
                if (asPro - asCon < 0) losses++;
            }
        Assert.True(wins >= 12, $"{wins} motion pairs won of 20");
        Assert.Equal(0, losses);
    }

    [Fact]
    public void With_everything_revealed_every_arm_agrees_and_with_nothing_debate_equals_none()
    {
        var (_, motion) = TreeMotions(1).Single();
        var curve = Curve(motion, [0, 0.5, 1]);
        Assert.All(curve.Points.Where(p => p.Share == 1 && p.Arm != "none"), p => Assert.Equal(1, p.Agreement));
        var none = curve.Points.First(p => p.Arm == "none").Agreement;
        Assert.All(curve.Points.Where(p => p.Share == 0), p => Assert.Equal(none, p.Agreement));
        Assert.Equal(["debate", "none", "one-sided", "random"], curve.Points.Select(p => p.Arm).Distinct().Order());
        Assert.All(curve.Points, p => Assert.InRange(p.Agreement, 0, 1));
    }

    [Fact]
    public void Debate_agrees_with_full_information_more_often_than_consultancy()
    {
        var points = TreeMotions(12).SelectMany(m => Curve(m.Motion, [0.5]).Points).ToLookup(p => p.Arm, p => p.Agreement);
        Assert.True(points["debate"].Average() > points["one-sided"].Average());
    }

    [Fact]
    public void The_same_seed_gives_the_same_curve()
    {
        var (_, motion) = TreeMotions(1).Single();
        Assert.Equal(Curve(motion, AgreementOptions.Tenths).Points, Curve(motion, AgreementOptions.Tenths).Points);
    }

    [Fact]
    public void Without_a_settled_judgement_of_everything_there_is_no_curve()
    {
        var map = Argumentation.Formats.MapYaml.Read("m",
            "arguments:\n  - id: c\n  - id: x\n    score: 1\n    attacks: [c, y]\n  - id: y\n    score: 1\n    attacks: [x]\n");
        var evidence = new GraphEvidence(map.Graph, 0);
        var options = new AgreementOptions([0, 0.5, 1], EvidencePlayers.Find("greedy"), EvidencePlayers.Find("greedy"));
        var curve = AgreementCurve.Compute(2, evidence.CreateGame, options);
        Assert.False(curve.Full.Converged);
        Assert.Empty(curve.Points);
    }

    private static double Arm(IReadOnlyList<AgreementPoint> points, string arm) => points.Single(p => p.Arm == arm).Agreement;

    private static AgreementCurve Curve(EvidenceMotion motion, IReadOnlyList<double> shares) => AgreementCurve.Compute(
        motion.Evidence.Arguments.Count, motion.Evidence.CreateGame,
        new AgreementOptions(shares, EvidencePlayers.Find("greedy"), EvidencePlayers.Find("greedy"), Plays: 2, Seed: 3));

    private static IEnumerable<(long Seed, EvidenceMotion Motion)> TreeMotions(int trees) =>
        from seed in Enumerable.Range(1, trees)
        from motion in MotionSelector.Select(RandomTrees.Map(seed, 40 + 6 * (seed % 10))).Motions
        select ((long)seed, motion);
}
