using CsCheck;
using Debate.Deliberation;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Tests.Protocols;

/// <summary>Two runs side by side: what is the same question or debate, and what is not.</summary>
public sealed class ComparisonTests
{
    private static readonly Problem[] Questions =
        [.. Enumerable.Range(1, 8).Select(i => SmallEvaluation.Question($"{i}", "4", $"Text {i}"))];

    [Fact]
    public void Questions_are_matched_by_what_they_ask_in_whatever_order_and_compared_as_one_evaluation_would() => (
        from right in Gen.Bool.Array[16]
        from order in Gen.Shuffle(Enumerable.Range(0, 8).ToArray())
        select (right, order)).Sample(given =>
    {
        Verdict Say(bool isRight) => SmallEvaluation.Answer(isRight ? "4" : "5");
        var a = new SmallEvaluation(Questions) { Variants = [new("mad", "mad", [])], Verdict = (_, q) => Say(given.right[q]) };
        var b = new SmallEvaluation([.. given.order.Select((at, i) => Questions[at] with { Key = $"{i + 1}" })])
        {
            Id = "f",
            Variants = [new("mad", "mad", [])],
            Verdict = (_, q) => Say(given.right[8 + given.order[q]]),
        };
        var together = new SmallEvaluation(Questions) { Verdict = (variant, q) => Say(given.right[8 * variant + q]) };
        var expected = Assert.Single(EvaluationReport.FromJournal(together.Entries, Usage.None, false).Paired);
        var there = EvaluationComparison.FromJournals(a.Entries, b.Entries);
        var pair = Assert.Single(there.Pairs);
        Assert.Equal((8, 0, 0), (there.Shared, there.OnlyA, there.OnlyB));
        Assert.Equal((expected.AOnly, expected.BOnly, expected.P), (pair.AOnly, pair.BOnly, pair.P));
        Assert.Equal(pair.AOnly + pair.BOnly, there.Flipped.Count);
        Assert.All(there.Flipped, f => Assert.NotEqual(f.A.Status, f.B.Status));
        Assert.InRange(pair.Difference, pair.Low, pair.High);
        var back = Assert.Single(EvaluationComparison.FromJournals(b.Entries, a.Entries).Pairs);
        Assert.Equal((pair.BOnly, pair.P, -pair.Difference), (back.AOnly, back.P, back.Difference));
        Assert.Equal(-pair.Low, back.High, 1e-12);
    }, seed: "0001COMPAREQ", iter: 100);

    [Fact]
    public void The_same_number_another_key_or_another_choice_is_not_the_same_question()
    {
        var a = new SmallEvaluation(Questions[0], Questions[1], Questions[2], Questions[3]);
        var b = new SmallEvaluation(
            SmallEvaluation.Question("1", "4", "Something else"), Questions[1] with { Answers = ["5"] },
            Questions[2] with { Choices = ["4", "5"] }, Questions[3]) { Id = "f" };
        var there = EvaluationComparison.FromJournals(a.Entries, b.Entries);
        Assert.Equal((1, 3, 3), (there.Shared, there.OnlyA, there.OnlyB));
        Assert.Contains("2 questions have the same text and another key: not compared.", there.Notes);
        Assert.Contains(there.Notes, note => note.Contains("1 shared questions have no verdict", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_that_stands_twice_is_compared_twice_and_not_crosswise()
    {
        var twice = new SmallEvaluation(Questions[0], Questions[0] with { Key = "2" })
        {
            Variants = [new("mad", "mad", [])],
            Verdict = (_, q) => SmallEvaluation.Answer(q == 0 ? "4" : "5"),
        };
        var there = EvaluationComparison.FromJournals(twice.Entries, (twice with { Id = "f" }).Entries);
        Assert.Equal((2, 0), (there.Shared, there.Flipped.Count));
        var once = EvaluationComparison.FromJournals(twice.Entries, (twice with { Id = "f", Questions = [Questions[0]] }).Entries);
        Assert.Equal((1, 1, 0), (once.Shared, once.OnlyA, once.OnlyB));
    }

    [Fact]
    public void Variants_of_one_name_meet_each_other_and_strangers_meet_all()
    {
        var a = new SmallEvaluation(Questions) { Verdict = (_, _) => SmallEvaluation.Answer("4") };
        var named = EvaluationComparison.FromJournals(a.Entries, (a with
        {
            Id = "f",
            Variants = [new("direct", "direct", new() { ["samples"] = "3" }), new("khan-debate", "khan-debate", [])],
        }).Entries);
        Assert.Equal([("direct", "direct")], named.Pairs.Select(pair => (pair.A, pair.B)));
        Assert.Contains("direct: samples: none in A, 3 in B", named.Differences);
        var strangers = EvaluationComparison.FromJournals(a.Entries, (a with { Id = "f", Variants = [new("x", "direct", [])] }).Entries);
        Assert.Equal([("mad", "x"), ("direct", "x")], strangers.Pairs.Select(pair => (pair.A, pair.B)));
        Assert.Equal(["A mad", "B x", "A direct"], strangers.Grid.Columns);
    }

    [Fact]
    public void The_interval_of_a_paired_difference_is_Newcombes()
    {
        // Of 50 items both are right in 36, none in 0: the correlation is negative, and is not corrected for continuity.
        var interval = PairedDifference.ComputeInterval(items: 50, a: 48, b: 38, aOnly: 12, bOnly: 2);
        var (ofA, ofB) = (Wilson.ComputeInterval(48, 50), Wilson.ComputeInterval(38, 50));
        var phi = (36 * 0 - 12 * 2) / Math.Sqrt(48.0 * 2 * 38 * 12);
        double Join(double x, double y) => Math.Sqrt(x * x - 2 * phi * x * y + y * y);
        Assert.Equal(-0.2 - Join(0.76 - ofB.Low, ofA.High - 0.96), interval.Low, 1e-12);
        Assert.Equal(-0.2 + Join(ofB.High - 0.76, 0.96 - ofA.Low), interval.High, 1e-12);
        Assert.Equal(new Interval(-1, 1), PairedDifference.ComputeInterval(0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task A_tournament_against_itself_changes_nothing_and_against_unread_debates_shares_fewer()
    {
        var played = new TournamentFixture();
        await played.RunAsync(TournamentFixture.Tournament("round-robin", 3));
        var entries = await played.EntriesAsync();
        var same = TournamentComparison.FromJournals(entries, entries);
        Assert.Equal((24, 0, 0, 0), (same.Shared, same.OnlyA, same.OnlyB, same.Flipped.Count));
        Assert.Empty(same.Differences);
        Assert.All(same.Debaters, d => Assert.Equal((16, 0, 0, 1.0), (d.Debates, d.Gained, d.Lost, d.P)));
        var unread = new TournamentFixture { IsUnread = key => key.StartsWith("m0", StringComparison.Ordinal) };
        await unread.RunAsync(TournamentFixture.Tournament("round-robin", 3));
        var fewer = TournamentComparison.FromJournals(entries, await unread.EntriesAsync());
        Assert.Equal((18, 6, 0), (fewer.Shared, fewer.OnlyA, fewer.OnlyB));
    }
}
