namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>
/// What changes when an option of MAD is swept, with debaters and judges of known traits. Each name states the direction that follows from
/// the traits. The seed is fixed; over 200 questions a difference of two accuracies has a standard error of about .045, so the comparison
/// over rounds (.055 where .1 is expected) is the weakest.
/// </summary>
public sealed class SweepTests(SweepRuns debates) : IClassFixture<SweepRuns>
{
    [Fact]
    public void The_more_a_level_lets_debaters_concede_the_fewer_rounds_they_need() =>
        Rises("rounds", 0.2, "mad level=0", "mad level=1", "mad level=2", "mad level=3");

    [Fact]
    public void Debaters_who_concede_speak_more_alike_than_those_who_never_do() =>
        Rises("diversity", 1, "mad level=0", "mad level=3");

    [Fact]
    public void Where_the_judge_sees_better_than_the_debaters_conceding_costs_accuracy() =>
        Rises("accuracy", 0.08, "mad level=0", "mad level=3");

    [Fact]
    public void An_adaptive_break_saves_rounds() => Rises("rounds", 0.5, "mad break=adaptive", "mad break=never");

    [Fact]
    public void Never_to_break_plays_every_round() => Assert.Equal(3, debates.Of("mad break=never", "rounds"));

    [Fact]
    public void Without_a_break_conceding_goes_on_and_turns_become_more_alike() =>
        Rises("diversity", 0.5, "mad break=never", "mad break=adaptive");

    [Fact]
    public void Without_a_break_the_better_judge_is_asked_too_late() =>
        Rises("accuracy", 0.05, "mad break=never", "mad break=adaptive");

    [Fact]
    public void More_rounds_allowed_are_more_rounds_played() =>
        Rises("rounds", 0.1, "mad rounds=1", "mad rounds=2", "mad rounds=3", "mad rounds=4");

    [Fact]
    public void More_rounds_of_conceding_leave_a_better_judge_less_to_choose_from() =>
        Rises("accuracy", 0.03, "mad rounds=4", "mad rounds=1");

    [Fact]
    public void A_judge_who_never_errs_decides_better_on_first_answers_than_on_what_conceding_made_of_them() =>
        Rises("accuracy", 0.05, "mad judge-reads=all", "mad judge-reads=first-round");

    [Fact]
    public void What_the_judge_reads_changes_no_round_before() =>
        Assert.Equal(debates.Of("mad judge-reads=all", "rounds"), debates.Of("mad judge-reads=first-round", "rounds"), 0.1);

    private void Rises(string measure, double step, params string[] variants)
    {
        var values = variants.Select(v => debates.Of(v, measure)).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{measure}: {string.Join(", ", variants.Zip(values, (n, v) => $"{n} {v:0.000}"))}");
        for (var i = 1; i < values.Length; i++)
            Assert.True(values[i] >= values[i - 1] + step,
                $"{measure} of '{variants[i]}' is {values[i]}, of '{variants[i - 1]}' {values[i - 1]}");
    }
}
