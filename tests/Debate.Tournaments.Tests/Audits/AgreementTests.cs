using Debate.Tournaments.Audits;

namespace Debate.Tournaments.Tests;

/// <summary>Krippendorff's own example: two observers, ten units, two values, no missing data.</summary>
public sealed class AgreementTests
{
    private static readonly int[] Meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
    private static readonly int[] Owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];

    [Fact]
    public void The_published_example_gives_0_095()
    {
        var agreement = JudgeAgreement.Compute(Material(Meg, Owen), _ => true);
        Assert.Equal(0.095, agreement.Alpha!.Value, 3);
        Assert.Equal(10, agreement.Debates);
        Assert.True(agreement.Low < 0.095 && agreement.High > 0.095);
    }

    [Fact]
    public void Full_agreement_is_one_and_a_lone_judge_agrees_with_nobody()
    {
        Assert.Equal(1, JudgeAgreement.Compute(Material(Meg, Meg), _ => true).Alpha);
        Assert.Null(JudgeAgreement.Compute(Material(Meg, Owen), judge => judge == "meg").Alpha);
    }

    private static AuditData Material(int[] meg, int[] owen) => new(
        [
            .. meg.Zip(owen).Select((unit, i) => new AuditedDebate(
                $"{i}", "a", "b", [new("meg", false, unit.First), new("owen", false, unit.Second)], 0.5)),
        ],
        new Dictionary<string, ModelIdentity>(), new Dictionary<string, ModelIdentity>(), 1);
}
