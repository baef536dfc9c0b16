using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Rewards.Texts;
using Debate.Testing;

namespace Debate.Models.Tests;

/// <summary>Whatever form a server gives its replies, they are the same replies: to a call, to a debate, to a judge, to a reward.</summary>
public sealed class HabitTests
{
    private const string Said = "Two and two make four.\nThe answer is 4.";

    public static TheoryData<string> Names => Habits.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reply_is_the_text_and_the_thoughts_are_beside_it(string habit)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(Habits.All[habit](Said)));
        using var models = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url), new() { Clock = new SkippingClock() });

        var reply = await models.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);

        Assert.Equal((Said, null), (reply.Text, reply.Finish));
        var isThoughtTold = Habits.All[habit]("x").Raw is { } raw ? raw.AsSpan().IndexOf("SECRET"u8) >= 0
            : Habits.All[habit]("x").Body.Contains("SECRET", StringComparison.Ordinal);
        Assert.Equal(isThoughtTold && habit != "second choice first", reply.Thoughts?.Contains("SECRET", StringComparison.Ordinal) is true);
        Assert.True(reply.Usage.TokensOut > 0 && reply.Usage.TokensIn > 0);
        Assert.Equal(1, endpoint.Log.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Debate_is_the_one_that_the_model_holds_in_this_process(string habit)
    {
        var table = new SimulatedSpec("m", SimulatedKind.Judge) { Traits = new() { Decisiveness = 0.3 } };
        var options = Mad.Descriptor.CompleteOptions(new());
        Seat[] seats = [.. Mad.Descriptor.Seats(options).Select(s => new Seat(s, "m"))];

        await CompareAsync(habit, table, SampleCalls.Hill, () => new Mad(), options, seats);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Judge_votes_as_in_this_process(string habit)
    {
        var judge = new SimulatedSpec("m", SimulatedKind.TextJudge) { TextTraits = new() { PositionBias = 0.2 } };
        Seat[] seats = [new("pro", Canaries.ModelName(Canaries.Silent)), new("con", Canaries.ModelName("boast")), new("judge", "m")];
        var options = JudgedDebate.Descriptor.CompleteOptions(new() { ["rounds"] = "1" });

        await CompareAsync(habit, judge, SampleCalls.Hill, () => new JudgedDebate(), options, seats);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reward_is_that_of_this_process(string habit)
    {
        var judge = new SimulatedSpec("m", SimulatedKind.TextJudge) { Accuracy = 0.8 };
        var options = TextReward.Descriptor.CompleteOptions(new() { ["rounds"] = "0", ["opponent"] = "baseline" });
        Seat[] seats = [.. TextReward.Descriptor.Seats(options).Select(s => new Seat(s, "m"))];
        Problem[] parts = [new("0", "answer: 4"), new(TextReward.Baseline, "answer: 5")];
        var problem = new Problem("q", "2 + 2?") { Answers = ["4"], Parts = parts };

        var verdict = await CompareAsync(habit, judge, problem, () => new TextReward(), options, seats);

        Assert.Equal(0.8, GroupRewards.FromVerdict(verdict)!.Probabilities[0], 1e-6);
    }

    /// <summary>Plays a protocol with the model in this process and behind a server with a habit; both must be one.</summary>
    private static async Task<Verdict> CompareAsync(
        string habit, SimulatedSpec model, Problem problem, Func<IProtocol> protocol, ProtocolOptions options, Seat[] seats)
    {
        using var served = new SimulatedChatClient(SimulatedModels.Create(model), new ProblemBook([problem]));
        await using var endpoint = await SimulatedEndpoint.StartAsync(Faults.Of(served, response => Habits.All[habit](response.Text)));
        using var local = new ModelRegistry(new ModelConfiguration([model]));
        using var remote = new ModelRegistry(
            new ModelConfiguration([new EndpointSpec("m", new Uri(endpoint.Url), "m")]), new() { Clock = new SkippingClock() });
        var here = new PlainDeliberation(local, problem, options, seats, 3);
        var there = new PlainDeliberation(remote, problem, options, seats, 3);

        var (expected, verdict) = (await protocol().RunAsync(here), await protocol().RunAsync(there));

        Assert.Equal(here.Replies, there.Replies);
        Assert.Equal((expected.Decision, expected.Answer, expected.Side), (verdict.Decision, verdict.Answer, verdict.Side));
        Assert.All(endpoint.Log.Calls, c => Assert.DoesNotContain("SECRET", c.Body, StringComparison.Ordinal));
        return verdict;
    }
}
