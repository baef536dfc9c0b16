using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Gradual;
using Debate.Core.Input;
using Debate.Deliberation.Claims;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Claims;

public sealed class ClaimTests
{
    /// <summary>By hand: supports .4 and .5 (together .7 under DF-QuAD, energy .9), attack .8, claim .5.</summary>
    [Theory]
    [InlineData("df-quad", 0.45, "false")]
    [InlineData("quadratic-energy", 0.50495, "true")]
    [InlineData("euler-based", 0.51693, "true")]
    public async Task Claim_has_the_strength_that_the_arguments_give_it_by_hand(string semantics, double strength, string answer)
    {
        var outcome = await Play(["0.4", "0.5", "0.8"], "P1 P2 N1").RunAsync(Snapshot("semantics", semantics, "breadth", "2"));
        Assert.Equal(strength, outcome.Verdict!.Measures["strength"], 5);
        Assert.Equal((answer, "claim", "strength"), (outcome.Verdict.Answer, outcome.Verdict.Side, outcome.Verdict.Ended));
    }

    [Fact]
    public async Task Arguments_come_one_by_one_and_each_is_scored_before_the_next()
    {
        var engine = Play(["0.9", "0.6"], "P1 N1");
        var outcome = await engine.RunAsync(Snapshot());
        Assert.Equal(["arguer", "scorer", "arguer", "scorer"], engine.Speakers);
        // DF-QuAD: .5 + .5 * (.9 - .6).
        Assert.Equal(0.65, outcome.Verdict!.Measures["strength"], 1e-9);
        Assert.Contains("[P1] for claim, base score 0.9, strength 0.9: argument P1", outcome.Verdict.Reason);
    }

    [Fact]
    public async Task Second_level_argues_about_the_arguments()
    {
        var engine = Play(["0.8", "0.5", "0.5", "0.6", "0.5", "0.5"], "P1 P1P1 P1N1 N1 N1P1 N1N1");
        var outcome = await engine.RunAsync(Snapshot("depth", "2"));
        var graph = (await GraphAsync(engine)).Graph;
        Assert.Equal("claim P1 P1P1 P1N1 N1 N1P1 N1N1", string.Join(' ', Enumerable.Range(0, 7).Select(graph.Id)));
        // Equal arguments for and against leave P1 at .8 and N1 at .6: .5 + .5 * .2.
        Assert.Equal(0.6, outcome.Verdict!.Measures["strength"], 1e-9);
    }

    [Fact]
    public async Task Strength_of_one_half_decides_nothing_and_unreadable_replies_are_noted()
    {
        var engine = Play(["0.7", "0.7"], "P1 N1");
        Assert.Equal(Decision.Undecided, (await engine.RunAsync(Snapshot())).Verdict!.Decision);
        var silent = new EngineFixture(_ => "I do not know.", ClaimVerification.Descriptor);
        var verdict = (await silent.RunAsync(Snapshot())).Verdict!;
        Assert.Equal((Decision.Undecided, 2, 6), (verdict.Decision, verdict.Notes.Length, silent.Calls.Count));
    }

    [Theory]
    [InlineData("0.25", 0.25, false)]
    [InlineData("85 %", 0.85, false)]
    [InlineData("85", 0.85, false)]
    [InlineData("8/10", 0.8, false)]
    [InlineData("1.2", 1, true)]
    [InlineData("-0.5", 0, true)]
    [InlineData("about 0.3 or so", 0.3, false)]
    public void Score_is_read_tolerantly_and_clamped(string said, double score, bool clamped) =>
        Assert.Equal(new ScoreReply(score, clamped), new ScoreReader().Read($"{{\"score\": \"{said}\"}}").Value);

    [Fact]
    public void Score_without_a_number_is_refused() => Assert.Null(new ScoreReader().Read("""{"score": "high"}""").Value);

    [Fact]
    public void Every_kind_of_contest_changes_the_score_and_the_claim_itself_stays()
    {
        var map = GraphJson.Read("t", """
            {"arguments": [{"id": "claim"}, {"id": "P1", "score": 0.9}, {"id": "N1", "score": 0.6}],
             "inferences": [{"id": "P1->claim", "from": ["P1"], "to": "claim"}], "attacks": [["N1", "claim"]]}
            """);
        var claim = new ClaimGraph(map.Graph, new DfQuad());
        Assert.Equal(0.65, claim.Strength(), 1e-9);
        Assert.Equal(0.35, claim.Contest(GraphEdit.SetScore("P1", 0.3)).Strength(), 1e-9);
        Assert.Equal(0.95, claim.Contest(GraphEdit.Retract("N1")).Strength(), 1e-9);
        var attacked = claim.Contest(GraphEdit.AddArgument("X", "no", 1), GraphEdit.AddAttack("X", "P1"));
        Assert.Equal((0.2, false), (Math.Round(attacked.Strength(), 9), attacked.IsTrue));
        Assert.Equal(0.65, claim.Strength(), 1e-9);
        Assert.Throws<InputException>(() => claim.Contest(GraphEdit.Retract("claim")));
        Assert.Throws<InputException>(() => claim.Contest(GraphEdit.SetScore("P9", 0.1)));
    }

    private static RunDefinition Snapshot(params string[] options) => new EngineFixture(_ => "", ClaimVerification.Descriptor)
        .Define("claim", [.. options.Chunk(2).Select(o => (o[0], o[1]))]) with { Problem = new("q", "Tea is healthy.") };

    private static async Task<Argumentation.ArgumentMap> GraphAsync(EngineFixture engine)
    {
        var entries = (await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody());
        return GraphJson.Read("graph", entries.OfType<DecisionRecorded>().Single(r => r.Name == "graph").Value);
    }

    /// <summary>An arguer who has arguments for these nodes in this order, and a scorer who gives these scores.</summary>
    private static EngineFixture Play(string[] scores, string places)
    {
        var (waiting, given) = (new Queue<string>(places.Split(' ')), new Queue<string>(scores));
        return new(call => call.Seat.Name == "scorer"
            ? $$"""{"score": {{given.Dequeue()}}}""" : Argue(call.Chat[^1].Text), ClaimVerification.Descriptor);

        string Argue(string told)
        {
            var side = told.Contains("speaks for", StringComparison.Ordinal) ? 'P' : 'N';
            return waiting.TryPeek(out var next) && next[^2] == side
                ? $$"""{"argument": "argument {{waiting.Dequeue()}}."}""" : """{"argument": ""}""";
        }
    }
}
