using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Testing;

namespace Debate.Models.Tests;

/// <summary>MAD as shipped, played by simulated participants.</summary>
public sealed class DebateTests
{
    private const int Debates = 400;

    [Fact]
    public async Task One_model_can_hold_all_seats_and_every_ending_is_reached()
    {
        var traits = new DebateTraits { Decisiveness = 0.2, Concession = [0.2, 0.2, 0.2, 0.2] };
        var table = new SimulatedSpec("sim", SimulatedKind.Judge) { Accuracy = 0.5, Traits = traits };

        var played = await PlayAsync(table);

        Assert.All(played.Verdicts, v => Assert.Equal(Decision.Decided, v.Decision));
        Assert.Equal(["break", "fallback"], played.Verdicts.Select(v => v.Ended).Distinct().Order());
        Assert.All(played.Verdicts, v => Assert.Contains(v.Answer, (string[])["1.5", "2"]));
        Assert.All(played.Verdicts.Where(v => v.Ended == "break"), v => Assert.Contains(v.Side, (string[])["affirmative", "negative"]));
    }

    [Fact]
    public async Task Same_seeds_give_the_same_debates()
    {
        var table = new SimulatedSpec("sim", SimulatedKind.Debater);

        Assert.Equal((await PlayAsync(table)).Verdicts.Select(v => v.Answer), (await PlayAsync(table)).Verdicts.Select(v => v.Answer));
    }

    [Fact]
    public async Task Concession_by_level_moves_the_number_of_rounds()
    {
        var table = new SimulatedSpec("sim", SimulatedKind.Debater)
        {
            Traits = new() { LockIn = 0.1, Concession = [1, 0.6, 0.3, 0], Decisiveness = 0 },
        };

        var rounds = new List<double>();
        for (var level = 0; level < 4; level++) rounds.Add((await PlayAsync(table, ("level", $"{level}"))).Rounds);

        Assert.True(rounds[0] + 0.03 < rounds[1] && rounds[1] + 0.03 < rounds[2] && rounds[2] + 0.03 < rounds[3], string.Join(" ", rounds));
    }

    [Fact]
    public async Task Judge_moves_accuracy_the_way_its_parameters_say()
    {
        var table = new SimulatedSpec("sim", SimulatedKind.Judge) { Accuracy = 0.6 };
        var traits = new DebateTraits { LockIn = 1, Decisiveness = 1 };

        var keen = await PlayAsync(table with { Traits = traits with { JudgeAccuracy = 0.95 } });
        var dull = await PlayAsync(table with { Traits = traits with { JudgeAccuracy = 0.5 } });
        var biased = await PlayAsync(table with { Traits = traits with { JudgeAccuracy = 0.95, PositionBias = 1 } });

        // With positions locked in, both are right in .36 and one is right in .48: .36 + .48 * q; always choosing the first: .6.
        Assert.InRange(keen.Accuracy, 0.816 - 0.06, 0.816 + 0.06);
        Assert.InRange(dull.Accuracy, 0.60 - 0.07, 0.60 + 0.07);
        Assert.InRange(biased.Accuracy, 0.60 - 0.07, 0.60 + 0.07);
        Assert.True(biased.Firsts > keen.Firsts + 0.1);
    }

    [Fact]
    public async Task Self_preference_favours_the_side_of_the_judges_own_model()
    {
        var traits = new DebateTraits { LockIn = 1, Decisiveness = 1, SelfPreference = 1 };
        var own = new SimulatedSpec("own", SimulatedKind.Judge) { Accuracy = 0, Traits = traits };
        var other = new SimulatedSpec("other", SimulatedKind.Debater) { Accuracy = 1, Traits = traits };
        using var models = new ModelRegistry(new ModelConfiguration([own, other]));

        var played = await PlayAsync(models, seat => seat == "negative" ? "other" : "own");

        Assert.Equal(0, played.Accuracy);
        Assert.Equal(1, played.Firsts);
    }

    [Fact]
    public async Task Given_position_is_what_the_affirmative_defends()
    {
        var table = new SimulatedSpec("sim", SimulatedKind.Debater) { Accuracy = 0, Traits = new() { LockIn = 1 } };
        using var models = new ModelRegistry(new ModelConfiguration([table]));
        var d = Deliberation(models, _ => "sim", 1, ("position", "My answer is 17"));

        await Mad.Descriptor.Create().RunAsync(d);

        Assert.EndsWith("\nAnswer: 17", d.Replies[0].Reply, StringComparison.Ordinal);
        Assert.EndsWith("\nAnswer: 2", d.Replies[1].Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_server_the_debate_is_the_same()
    {
        var table = new SimulatedSpec("sim", SimulatedKind.Judge) { Traits = new() { Decisiveness = 0.3 } };
        using var served = new SimulatedChatClient(SimulatedModels.Create(table), new ProblemBook([SampleCalls.Hill]));
        await using var endpoint = await SimulatedEndpoint.StartAsync(served);
        using var local = new ModelRegistry(new ModelConfiguration([table]));
        using var remote = new ModelRegistry(new ModelConfiguration([new EndpointSpec("sim", new Uri(endpoint.Url), "sim")]));

        for (var seed = 0; seed < 10; seed++)
        {
            var (here, there) = (Deliberation(local, _ => "sim", seed), Deliberation(remote, _ => "sim", seed));
            var verdicts = (await Mad.Descriptor.Create().RunAsync(here), await Mad.Descriptor.Create().RunAsync(there));
            Assert.Equal(here.Replies, there.Replies);
            Assert.Equal(verdicts.Item1.Answer, verdicts.Item2.Answer);
        }
    }

    private static Task<Played> PlayAsync(SimulatedSpec model, params (string, string)[] options)
    {
        var models = new ModelRegistry(new ModelConfiguration([model]));
        return PlayAsync(models, _ => model.Name, options);
    }

    private static async Task<Played> PlayAsync(ModelRegistry models, Func<string, string> modelOf, params (string, string)[] options)
    {
        var verdicts = new List<Verdict>();
        for (var seed = 0; seed < Debates; seed++)
            verdicts.Add(await Mad.Descriptor.Create().RunAsync(Deliberation(models, modelOf, seed, options)));
        return new(verdicts);
    }

    private static PlainDeliberation Deliberation(
        ModelRegistry models, Func<string, string> modelOf, long seed, params (string Name, string Value)[] options)
    {
        var given = new ProtocolOptions(options.Select(o => KeyValuePair.Create(o.Name, o.Value)))
            .ValidateAndComplete("mad", Mad.Descriptor.Options);
        Seat[] seats = [.. Mad.Descriptor.Seats(given).Select(seat => new Seat(seat, modelOf(seat)))];
        return new(models, SampleCalls.Hill, given, seats, seed);
    }

    private sealed record Played(IReadOnlyList<Verdict> Verdicts)
    {
        public double Accuracy => Verdicts.Average(v => v.Answer == "1.5" ? 1.0 : 0);

        public double Rounds => Verdicts.Average(v => v.Rounds);

        public double Firsts => Verdicts.Average(v => v.Side == "affirmative" ? 1.0 : 0);
    }
}
