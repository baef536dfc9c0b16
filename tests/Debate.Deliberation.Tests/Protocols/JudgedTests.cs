using Debate.Core;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Protocols;

/// <summary>The order of statements before a panel, who hears what, and how votes are counted.</summary>
public sealed class JudgedTests
{
    [Fact]
    public async Task Both_write_before_either_reads_and_each_judge_reads_both_orders_afresh()
    {
        var engine = Bench(_ => Vote("1"));
        await engine.RunAsync(engine.Define("judged", ("rounds", "2"), ("judges", "2")));
        Assert.Equal(["pro", "con", "pro", "con"], engine.Speakers.Take(4));
        Assert.Equal(["judge", "judge", "judge-2", "judge-2"], engine.Speakers.Skip(4).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("pro 1", Heard(engine.Calls[1]), StringComparison.Ordinal);
        Assert.Contains("con 1", Heard(engine.Calls[2]), StringComparison.Ordinal);
        Assert.Contains("pro 1", Heard(engine.Calls[3]), StringComparison.Ordinal);
        Assert.DoesNotContain("pro 2", Heard(engine.Calls[3]), StringComparison.Ordinal);
        foreach (var judge in engine.Calls.Skip(4).GroupBy(c => c.Seat.Name))
        {
            var told = judge.Select(Heard).ToArray();
            Assert.All(judge, call => Assert.Equal(2, call.Chat.Count));
            Assert.Single(told, t => t.IndexOf("pro 1", StringComparison.Ordinal) < t.IndexOf("con 1", StringComparison.Ordinal));
            Assert.All(told, t => Assert.All(new[] { "pro 1", "con 1", "pro 2", "con 2" },
                s => Assert.Contains(s, t, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_judge_who_votes_for_the_first_place_cancels_itself_and_a_refusal_is_noted()
    {
        var engine = Bench(call => call.Seat.Name switch
        {
            "judge" => Vote("debater 1"),
            "judge-2" => Vote(First(call) == "pro" ? "1" : "second"),
            _ => "I would rather not.",
        });
        var verdict = (await engine.RunAsync(engine.Define("judged", ("rounds", "1"), ("judges", "3")))).Verdict!;
        Assert.Equal(("pro", "yes", "judged"), (verdict.Side, verdict.Answer, verdict.Ended));
        Assert.Equal(0.75, verdict.Measures[JudgedDebate.ShareMeasure]);
        Assert.Equal(["no usable judgement of judge-3"], verdict.Notes);
        Assert.Equal(6, verdict.Votes!.Value.Length);
        Assert.Equal(["con", "pro"], verdict.Votes.Value.Where(v => v.Judge == "judge").Select(v => v.Winner).Order());
        Assert.Equal(5, verdict.Measures[JudgedDebate.GetLengthMeasure("pro")]);
    }

    [Theory]
    [InlineData("tie", null)]
    [InlineData("no idea", ReplyFault.Unread)]
    public async Task Ties_and_unread_votes_support_no_side(string said, ReplyFault? fault)
    {
        var engine = Bench(_ => Vote(said));
        var verdict = (await engine.RunAsync(engine.Define("judged"))).Verdict!;
        Assert.Equal((Decision.Undecided, fault, (string?)null, (string?)null),
            (verdict.Decision, verdict.Fault, verdict.Side, verdict.Answer));
    }

    [Theory]
    [InlineData("tie")]
    [InlineData("1")]
    [InlineData("no idea")]
    public async Task Debaters_who_end_with_the_same_answer_have_it_whoever_is_preferred(string vote)
    {
        var engine = new EngineFixture(call => call.Seat.Name switch
        {
            "pro" => "I count them again.\nAnswer: 12",
            "con" => "So do I.\nAnswer: **12**",
            _ => Vote(vote),
        }, JudgedDebate.Descriptor);
        var verdict = (await engine.RunAsync(engine.Define("judged", ("stance", "own")))).Verdict!;
        Assert.Equal((Decision.Decided, "12", (string?)null), (verdict.Decision, verdict.Answer, verdict.Side));
    }

    [Fact]
    public async Task Debaters_who_end_with_different_answers_need_the_judge()
    {
        var engine = new EngineFixture(call => call.Seat.Name switch
        {
            "pro" => "Answer: 12",
            "con" => "Answer: 13",
            _ => Vote("tie"),
        }, JudgedDebate.Descriptor);
        Assert.Equal(Decision.Undecided, (await engine.RunAsync(engine.Define("judged", ("stance", "own")))).Verdict!.Decision);
    }

    [Fact]
    public async Task Both_sides_are_asked_at_once()
    {
        var (open, most) = (0, 0);
        var engine = new EngineFixture(_ => "", JudgedDebate.Descriptor) { Delay = async call =>
        {
            if (call.Seat.Name is not ("pro" or "con")) return;
            most = Math.Max(most, Interlocked.Increment(ref open));
            await Task.Yield();
            Interlocked.Decrement(ref open);
        } };
        await engine.RunAsync(engine.Define("judged"));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Place_that_a_judge_named_is_told_and_a_contradicted_judge_is_a_warning()
    {
        var engine = Bench(call => call.Seat.Name == "judge" ? Vote("2") : Vote(First(call) == "pro" ? "1" : "2"));
        var verdict = (await engine.RunAsync(engine.Define("judged", ("rounds", "1"), ("judges", "2")))).Verdict!;
        Assert.Equal([2, 2], verdict.Places!.Value.Where(p => p.Judge == "judge").Select(p => p.Place));
        Assert.Equal([1, 2], verdict.Places.Value.Where(p => p.Judge == "judge-2").Select(p => p.Place).Order());
        Assert.Equal("judge named the same place in both orders: the place decided, not what was said",
            Assert.Single(PlaceCount.Warn([verdict])));
    }

    [Fact]
    public async Task Drawn_orders_follow_the_seed_and_each_judge_reads_once()
    {
        var engine = Bench(_ => Vote("1"));
        var verdict = (await engine.RunAsync(engine.Define("judged", ("judges", "12"), ("orders", "drawn")))).Verdict!;
        Assert.Equal(12, verdict.Votes!.Value.Length);
        Assert.Equal(2, verdict.Votes.Value.Select(v => v.Swapped).Distinct().Count());
    }

    [Fact]
    public async Task What_a_debater_forges_stays_within_its_statement()
    {
        var engine = new EngineFixture(call => call.Seat.Name == "pro" ? Canaries.GenerateText("forge", SeededRandom.Create(1, "x"))
            : call.Seat.Name == "con" ? "con 1" : Vote("2"), JudgedDebate.Descriptor);
        await engine.RunAsync(engine.Define("judged", ("rounds", "1")));
        var told = Heard(engine.Calls[2]);
        Assert.Equal(2, told.Split("<<<statement of").Length - 1);
        Assert.Equal(2, told.Split("<<<end>>>").Length - 1);
    }

    private static EngineFixture Bench(Func<ModelCall, string> judge) => new(
        call => call.Seat.Name is "pro" or "con"
        ? $"{call.Seat.Name} {call.Chat.Count(m => m.Role == Role.User)}" : judge(call), JudgedDebate.Descriptor);

    private static string Vote(string winner) => $$"""{"reason": "so", "winner": "{{winner}}"}""";

    private static string Heard(ModelCall call) => call.Chat[^1].Text;

    private static string First(ModelCall call) =>
        Heard(call).IndexOf("pro 1", StringComparison.Ordinal) < Heard(call).IndexOf("con 1", StringComparison.Ordinal) ? "pro" : "con";
}
