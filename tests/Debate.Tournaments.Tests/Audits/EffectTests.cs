using Debate.Tournaments.Audits;

namespace Debate.Tournaments.Tests;

/// <summary>Effects planted in a league are found with their sign and size, and no others are.</summary>
public sealed class EffectTests
{
    private static readonly PlantedJudge[] Panel =
    [
        new("fair", "fair", "none"),
        new("hasty", "hasty", "none") { Position = 0.15 },
        new("wordy", "wordy", "none") { Length = 0.05 },
        new("vain", "ada", "east") { Self = 0.2, Kin = 0.1 },
        new("terse", "terse", "none") { Length = -0.04, Position = -0.1, Side = 0.08 },
    ];

    private static readonly (string Judge, string Effect, double Size)[] Planted =
    [
        ("hasty", "position", 0.15), ("wordy", "length", 0.05), ("vain", "self-preference", 0.2), ("vain", "family-preference", 0.1),
        ("terse", "length", -0.04), ("terse", "position", -0.1), ("terse", "side", 0.08),
    ];

    [Fact]
    public void Planted_faults_are_exposed_with_sign_and_size_and_a_fair_judge_has_none()
    {
        var judges = ByJudge(new PlantedLeague(Panel, 40, 1).Material());
        foreach (var (judge, effect, size) in Planted)
        {
            var found = judges[judge].Single(e => e.Effect == effect);
            Assert.True(found.Found, $"{judge} {effect}: p {found.P}");
            Assert.InRange(size, found.Low!.Value, found.High!.Value);
            Assert.Equal(Math.Sign(size), Math.Sign(found.Size!.Value));
        }
        Assert.DoesNotContain(judges["fair"], e => e.Found);
        Assert.Null(judges["fair"].Single(e => e.Effect == "self-preference").Size);
    }

    /// <summary>One model under two names: a judge under the second prefers its own as under the first.</summary>
    [Fact]
    public void A_judge_of_the_same_model_under_another_name_prefers_its_own_model()
    {
        var material = new PlantedLeague(Panel, 20, 1).Material();
        AuditData Rename(bool isKnown) => material with
        {
            Judges = material.Judges.ToDictionary(j => j.Key, j => new ModelIdentity($"{j.Value.Model}-2", j.Value.Family)
            {
                Identity = isKnown ? j.Value.Model : $"{j.Value.Model}-2",
            }),
        };
        Assert.Equal(ByJudge(material)["vain"], ByJudge(Rename(isKnown: true))["vain"]);
        Assert.Null(ByJudge(Rename(isKnown: false))["vain"].Single(e => e.Effect == "self-preference").Size);
    }

    /// <summary>60 leagues of 17 known values each: the intervals cover them as often as they promise.</summary>
    [Fact]
    public void Intervals_hold_what_was_planted_as_often_as_they_say()
    {
        var (held, all) = (0, 0);
        for (var league = 0; league < 60; league++)
        {
            var judges = ByJudge(new PlantedLeague(Panel, 30, league).Material());
            foreach (var estimate in judges.SelectMany(j => j.Value.Where(e => e.Size is not null)
                .Select(e => (Judge: j.Key, Estimate: e))))
            {
                var size = Planted.FirstOrDefault(p => p.Judge == estimate.Judge && p.Effect == estimate.Estimate.Effect).Size;
                all++;
                if (estimate.Estimate.Low <= size && size <= estimate.Estimate.High) held++;
            }
        }
        Assert.True(all > 900, $"{all} intervals");
        Assert.InRange((double)held / all, 0.925, 0.97);
    }

    [Fact]
    public void A_judge_without_others_beside_it_cannot_be_told_from_its_favourite()
    {
        var alone = new PlantedLeague([new("vain", "ada", "east") { Self = 0.3 }], 20, 3).Material();
        Assert.Null(EffectEstimates.EstimatePanel(alone).Single(e => e.Effect == "self-preference").Size);
        Assert.NotNull(EffectEstimates.EstimatePanel(alone).Single(e => e.Effect == "position").Size);
    }

    [Fact]
    public void Flips_follow_position_bias_and_leaving_a_judge_out_changes_what_it_did()
    {
        var material = new PlantedLeague(Panel, 40, 5).Material();
        var (hasty, fair) = (SwapFlips.Count(material, j => j == "hasty"), SwapFlips.Count(material, j => j == "fair"));
        Assert.Equal(480, fair.Debates);
        Assert.True(hasty.Share > fair.Share, $"{hasty.Share} against {fair.Share}");
        var moved = JudgeInfluence.Estimate(material, "vain");
        Assert.Equal("ada", moved.MaxBy(m => m.Change)!.Debater);
        Assert.All(moved, m => Assert.InRange(m.Change, m.Low, m.High));
        Assert.Equal(0, moved.Sum(m => m.Change), 1e-6);
    }

    private static Dictionary<string, IReadOnlyList<EffectEstimate>> ByJudge(AuditData material) =>
        material.ActiveJudges.Zip(EffectEstimates.EstimateJudges(material)).ToDictionary(j => j.First, j => j.Second);
}
