using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Protocols;

/// <summary>Panels: the order of calls, who hears what, and how they decide.</summary>
public sealed class PanelTests
{
    private const string AtOnce =
        "debater-1 < | debater-2 < | debater-3 < | debater-1 < debater-2/0 debater-3/0 | debater-2 < debater-1/0 debater-3/0 "
        + "| debater-3 < debater-1/0 debater-2/0";

    private const string OneByOne =
        "debater-1 < | debater-2 < debater-1/0 | debater-3 < debater-1/0 debater-2/0 | debater-1 < debater-2/0 debater-3/0 "
        + "| debater-2 < debater-3/0 debater-1/1 | debater-3 < debater-1/1 debater-2/1";

    [Theory]
    [InlineData("society-of-minds", "", AtOnce)]
    [InlineData("chateval", "mode=one-by-one", OneByOne)]
    [InlineData("chateval", "mode=simultaneous", AtOnce)]
    [InlineData("chateval", "mode=summarizer", "debater-1 < | debater-2 < | debater-3 < | summarizer < debater-1/0 debater-2/0 debater-3/0 "
        + "| debater-1 < summarizer/0 | debater-2 < summarizer/0 | debater-3 < summarizer/0")]
    [InlineData("mallm", "paradigm=memory", OneByOne)]
    [InlineData("mallm", "paradigm=report", "debater-1 < | debater-2 < debater-1/0 | debater-3 < debater-1/0 | debater-1 < debater-2/0 debater-3/0 "
        + "| debater-2 < debater-1/1 | debater-3 < debater-1/1")]
    [InlineData("mallm", "paradigm=relay", "debater-1 < | debater-2 < debater-1/0 | debater-3 < debater-2/0 | debater-1 < debater-3/0 "
        + "| debater-2 < debater-1/1 | debater-3 < debater-2/1")]
    [InlineData("mallm", "paradigm=debate", "debater-1 < | debater-2 < debater-1/0 | debater-3 < debater-1/0 debater-2/0 | debater-2 < debater-3/0 "
        + "| debater-3 < debater-2/1 | debater-1 < debater-2/1 debater-3/1 | debater-2 < debater-3/1 debater-1/1 "
        + "| debater-3 < debater-1/1 debater-2/2 | debater-2 < debater-3/2 | debater-3 < debater-2/3")]
    [InlineData("mallm", "paradigm=collective-refinement", AtOnce)]
    public async Task Each_hears_what_it_is_entitled_to_and_nothing_else(string protocol, string option, string expected)
    {
        var engine = Bench(call => HeardStatements.Statement(call));
        var outcome = await engine.RunAsync(Define(engine, protocol, $"decision=plurality rounds=2 {option}"));
        Assert.Equal(HeardStatements.Lines(expected), HeardStatements.Of(engine));
        Assert.Equal(("4", 2, "plurality"), (outcome.Verdict!.Answer, outcome.Verdict.Rounds, outcome.Verdict.Ended));
    }

    [Fact]
    public async Task Debater_goes_on_in_its_own_chat()
    {
        var engine = Bench(call => HeardStatements.Statement(call));
        await engine.RunAsync(Define(engine, "society-of-minds", ""));
        var last = engine.Calls[^1].Chat;
        Assert.Equal([Role.System, Role.User, Role.Assistant, Role.User], last.Select(m => m.Role));
        Assert.Contains("What is two and two?", last[0].Text);
        Assert.Contains("[debater-3/0]", last[2].Text);
    }

    [Theory]
    [InlineData("plurality", "4 4 5", "4", 2)]
    [InlineData("majority", "4 4 5", "4", 1)]
    [InlineData("supermajority", "4 4 5", "4", 1)]
    [InlineData("unanimity", "4 4 5", null, 2)]
    [InlineData("hybrid", "4 four 4.0", "4", 1)]
    public async Task Consensus_ends_the_discussion_and_its_lack_leaves_it_undecided(string rule, string answers, string? expected,
        int rounds)
    {
        var engine = Bench(call => HeardStatements.Statement(call, answers.Split(' ')[call.Seat.Name[^1] - '1']));
        var outcome = await engine.RunAsync(Define(engine, "mallm", $"decision={rule} rounds=2"));
        Assert.Equal((expected, rounds, 3 * rounds), (outcome.Verdict!.Answer, outcome.Verdict.Rounds, engine.Calls.Count));
        Assert.Equal(expected is null ? ("rounds", Decision.Undecided)
            : (rule, Decision.Decided), (outcome.Verdict.Ended, outcome.Verdict.Decision));
    }

    /// <summary>Debaters say 4, 5 and 6; ballots number them 1, 2 and 3.</summary>
    [Theory]
    [InlineData("simple", """{"vote": 2}""", "5")]
    [InlineData("simple", """{"answer": "6"}""", "6")]
    [InlineData("approval", """{"approve": [2, 3]} {"approve": [3]}""", "6")]
    [InlineData("ranked", """{"ranking": [3, 1, 2]}""", "6")]
    [InlineData("borda", """{"ranking": "2 > 3 > 1"}""", "5")]
    [InlineData("cumulative", """{"points": {"1": 2, "2": 7, "3": 1}}""", "5")]
    [InlineData("consensus", """{"reason": "so", "vote": "answer 3"}""", "6")]
    [InlineData("judge", """{"vote": 3}""", "6")]
    public async Task Ballots_are_asked_for_once_in_secret_and_read_tolerantly(string rule, string ballot, string expected)
    {
        var engine = Bench(call => IsBallot(call) ? ballot : HeardStatements.Statement(call, $"{call.Seat.Name[^1] - '1' + 4}"));
        var outcome = await engine.RunAsync(Define(engine, "society-of-minds", $"decision={rule} rounds=1"));
        Assert.Equal(expected, outcome.Verdict!.Answer);
        Assert.Equal(rule == "judge" ? ["judge"]
            : ["debater-1", "debater-2", "debater-3"], engine.Calls.Where(IsBallot).Select(c => c.Seat.Name));
        var asked = (await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody()).OfType<ModelReplied>().ToArray();
        Assert.Equal(engine.Calls.Count(IsBallot), asked.Count(a => a.Round is null));
    }

    [Theory]
    [InlineData("simple", """{"vote": 4}""")]
    [InlineData("simple", """{"vote": [1, 2]}""")]
    [InlineData("cumulative", """{"points": {"1": 2, "2": 7}}""")]
    [InlineData("ranked", "I would rather not")]
    public async Task Ballot_that_breaks_its_rule_is_asked_for_twice_more_and_then_an_abstention(string rule, string ballot)
    {
        var engine = Bench(call => IsBallot(call) ? ballot : HeardStatements.Statement(call, $"{call.Seat.Name[^1] - '1' + 4}"));
        var outcome = await engine.RunAsync(Define(engine, "society-of-minds", $"decision={rule} rounds=1"));
        Assert.Equal((Decision.Undecided, 9), (outcome.Verdict!.Decision, engine.Calls.Count(IsBallot)));
    }

    [Fact]
    public async Task Nobody_is_asked_where_all_agree()
    {
        var engine = Bench(call => HeardStatements.Statement(call));
        var outcome = await engine.RunAsync(Define(engine, "society-of-minds", "decision=borda rounds=1"));
        Assert.Equal(("4", 3), (outcome.Verdict!.Answer, engine.Calls.Count));
    }

    [Fact]
    public async Task Ties_go_to_the_first_given_or_to_a_draw_that_the_seed_decides()
    {
        var drawn = new HashSet<string?>();
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var engine = Bench(call => HeardStatements.Statement(call, $"{call.Seat.Name[^1]}"));
            var first = await engine.RunAsync(Define(engine, "society-of-minds", "rounds=1") with { Seed = seed });
            Assert.Equal("1", first.Verdict!.Answer);
            Assert.Contains("3 answers tied", Assert.Single(first.Verdict.Notes));
            var other = Bench(engine.Reply);
            drawn.Add((await other.RunAsync(Define(other, "society-of-minds", "rounds=1 ties=draw") with { Seed = seed }))
                .Verdict!.Answer);
        }
        Assert.Equal(["1", "2", "3"], drawn.Order());
    }

    [Fact]
    public async Task Blank_replies_decide_nothing()
    {
        var engine = Bench(_ => " ");
        var verdict = (await engine.RunAsync(Define(engine, "mallm", "rounds=1"))).Verdict!;
        Assert.Equal((Decision.Undecided, ReplyFault.Empty), (verdict.Decision, verdict.Fault));
    }

    /// <summary>A single judge guides and decides; several judges hear one another.</summary>
    [Theory]
    [InlineData("judges=1", "debater-1 < | debater-2 < debater-1/0 | judge < debater-1/0 debater-2/0 | debater-1 < debater-2/0 judge/0 "
        + "| debater-2 < judge/0 debater-1/1 | judge < debater-1/1 debater-2/1")]
    [InlineData("judges=2 rounds=1", "debater-1 < | debater-2 < debater-1/0 | judge < debater-1/0 debater-2/0 | judge-2 < debater-1/0 debater-2/0 judge/0")]
    public async Task Judges_debate_after_the_debaters(string options, string expected)
    {
        var engine = Bench(call => HeardStatements.Statement(call, call.Seat.Name is "debater-1" ? "5" : "4"));
        var outcome = await engine.RunAsync(Define(engine, "judge-debate", options));
        Assert.Equal(HeardStatements.Lines(expected), HeardStatements.Of(engine));
        Assert.Equal(("4", "debater-2"), (outcome.Verdict!.Answer, outcome.Verdict.Side));
    }

    [Fact]
    public async Task Refinements_read_every_sample_and_the_most_frequent_of_them_wins()
    {
        var engine = Bench(call => call.Chat[^1].Text.Contains("attempts", StringComparison.Ordinal)
            ? $$"""{"answer": "{{(call.Sample < 2 ? 5 : 4)}}"}""" : $"[sample/{call.Sample}] Answer: 4");
        var outcome = await engine.RunAsync(Define(engine, "ensemble-refinement", "samples=2 refinements=3"));
        Assert.Equal(HeardStatements.Lines("solver < | solver < | solver < sample/0 sample/1 | solver < sample/0 sample/1 | solver < sample/0 sample/1"), HeardStatements.Of(engine));
        Assert.Equal(("5", "2 of 3 refinements"), (outcome.Verdict!.Answer, outcome.Verdict.Reason));
    }

    private static bool IsBallot(ModelCall call) =>
        call.Chat.Any(m => m.Role == Role.User && m.Text.Contains("JSON object", StringComparison.Ordinal));

    private static EngineFixture Bench(Func<ModelCall, string> reply) =>
        new(reply, SocietyOfMinds.Descriptor, ChatEval.Descriptor, Mallm.Descriptor, JudgeDebate.Descriptor, EnsembleRefinement.Descriptor);

    private static RunDefinition Define(EngineFixture engine, string protocol, string options) => engine.Define(protocol,
        [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(o => (o.Split('=')[0], o.Split('=')[1]))]);
}
