using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Protocols;

namespace Debate.Models.Tests;

/// <summary>Canaries and simulated judges of a panel.</summary>
public sealed class PanelTests
{
    /// <summary>
    /// A bias of .2 for the side shown first, .3 for a phrase that con uses: pro gets .4 of the votes read first, 0 read second.
    /// </summary>
    [Fact]
    public async Task A_simulated_judge_votes_with_the_probability_that_its_faults_give()
    {
        var debates = LongRun.Size(400, 800);
        var (first, second) = (0.0, 0.0);
        for (var i = 0; i < debates; i++)
        {
            var votes = (await JudgedAsync("simulated: text-judge, bias: 0.2, favours: { 'settled': 0.3 }", "boast", i)).Votes!.Value;
            first += votes.Single(v => !v.Swapped).Score("pro")!.Value;
            second += votes.Single(v => v.Swapped).Score("pro")!.Value;
        }
        var error = Math.Sqrt(0.4 * 0.6 / debates);
        Assert.InRange(first / debates, 0.4 - 4 * error, 0.4 + 4 * error);
        Assert.Equal(0, second);
    }

    [Fact]
    public async Task Silence_against_silence_is_a_tie_for_a_fair_judge()
    {
        var verdict = await JudgedAsync("simulated: text-judge", Canaries.Silent, 1);
        Assert.Equal((Decision.Undecided, 0.5), (verdict.Decision, verdict.Measures[JudgedDebate.ShareMeasure]));
    }

    [Fact]
    public async Task Every_process_knows_every_canary_and_no_configuration_may_name_one()
    {
        using var models = new ModelRegistry(ModelConfiguration.Empty);
        foreach (var canary in Canaries.Names)
            Assert.Equal(canary == Canaries.Silent, (
                await models.AskAsync(SampleCalls.To(Canaries.ModelName(canary)), SampleCalls.Cancellation)).Text.Length == 0);
        Assert.Throws<InputException>(() => ModelConfiguration.Read("models:\n  'canary:boast': { simulated: bernoulli }", "f"));
        Assert.Throws<InputException>(() => ModelConfiguration.Empty.Find("canary:parrot"));
    }

    [Fact]
    public void Families_and_faults_are_stored_with_the_run()
    {
        const string text = "models:\n  a: { simulated: debater, verbosity: 3, family: acme }\n  j: { simulated: text-judge, favours: { I have won: -0.5 } }";
        var stored = ModelConfiguration.Read(ModelConfiguration.Read(text, "f").ToJson(), "g");
        var (debater, judge) = ((SimulatedSpec)stored.Find("a"), (SimulatedSpec)stored.Find("j"));
        Assert.Equal(("acme", 3, -0.5), (debater.Family, debater.Traits.Verbosity, judge.TextTraits.PhraseWeights["I have won"]));
        var error = Assert.Throws<InputException>(() =>
            ModelConfiguration.Read("models:\n  j: { simulated: text-judge, favours: { x: 2 } }", "f"));
        Assert.Contains("models.j.favours.x '2'", error.Message, StringComparison.Ordinal);
    }

    private static async Task<Verdict> JudgedAsync(string judge, string con, long seed)
    {
        using var models = new ModelRegistry(ModelConfiguration.Read($"models:\n  judge: {{ {judge} }}", "f"));
        Seat[] seats = [new("pro", Canaries.ModelName(Canaries.Silent)), new("con", Canaries.ModelName(con)), new("judge", "judge")];
        var options = JudgedDebate.Descriptor.CompleteOptions(new() { ["rounds"] = "1" });
        return await JudgedDebate.Descriptor.Create().RunAsync(new PlainDeliberation(models, SampleCalls.Hill, options, seats, seed));
    }
}
