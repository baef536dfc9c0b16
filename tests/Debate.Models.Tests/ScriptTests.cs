using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models.Tests;

public sealed class ScriptTests : IDisposable
{
    private const string Transcript = """
        { "source": "x", "players": {
          "Affirmative side": [ {"role": "system", "content": "s"}, {"role": "user", "content": "u"},
                                {"role": "assistant", "content": "a0"},
                                {"role": "user", "content": "u"}, {"role": "assistant", "content": "a1"} ],
          "Negative side": [ {"role": "assistant", "content": "n0"} ],
          "Moderator": [ {"role": "assistant", "content": "{'Whether there is a preference': 'No'}"} ],
          "Judge": [ {"role": "assistant", "content": "j0"}, {"role": "assistant", "content": "j1"} ] } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("debate-script").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Script_goes_by_seat_and_turn_and_repeats_its_last_line()
    {
        using var models = Models("{ simulated: scripted, script: { affirmative: [one, two], \"*\": other } }");

        Assert.Equal("one", await SaysAsync(models, "affirmative", turns: 0));
        Assert.Equal("two", await SaysAsync(models, "affirmative", turns: 1));
        Assert.Equal("two", await SaysAsync(models, "affirmative", turns: 9));
        Assert.Equal("other", await SaysAsync(models, "judge", turns: 0));
    }

    [Fact]
    public async Task Script_can_stand_in_a_file_beside_the_configuration()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "lines.yaml"), "judge:\n- |\n  {'answer': 5}\n", SampleCalls.Cancellation);
        using var models = Models("{ simulated: scripted, script: lines.yaml }");

        Assert.Equal("{'answer': 5}\n", await SaysAsync(models, "judge", 0));
        var outage = await Assert.ThrowsAsync<OutageException>(() => SaysAsync(models, "negative", 0));
        Assert.Contains("nothing for seat 'negative'; it has judge", outage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Published_transcript_replays_by_seat_and_says_when_it_ends()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "0.json"), Transcript, SampleCalls.Cancellation);
        using var models = Models("{ simulated: recorded, file: 0.json }");

        Assert.Equal("a1", await SaysAsync(models, "affirmative", 1));
        Assert.Equal("n0", await SaysAsync(models, "negative", 0));
        Assert.Equal("{'Whether there is a preference': 'No'}", await SaysAsync(models, "moderator", 0));
        Assert.Equal("j1", await SaysAsync(models, "judge", 1));
        var outage = await Assert.ThrowsAsync<OutageException>(() => SaysAsync(models, "negative", 1));
        Assert.Equal(FailureKind.Rejected, outage.Cause);
        Assert.Contains("'negative' has 1 recorded replies and is asked for one more", outage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_recording_is_a_map_from_seat_to_replies()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "0.json"), """{"solver": ["x", "y"]}""", SampleCalls.Cancellation);
        using var models = Models("{ simulated: recorded, file: 0.json }");

        Assert.Equal("y", await SaysAsync(models, "solver", 1));
    }

    [Theory]
    [InlineData("{ simulated: recorded, file: none.json }", "models.m.file '")]
    [InlineData("{ simulated: recorded, file: bad.json }", "bad.json, line 1: a recording must be")]
    [InlineData("{ simulated: recorded, file: list.json }", "list.json: a recording must be")]
    [InlineData("{ simulated: scripted, file: list.json }", "list.json, line 1: file 'a list': it must be a map")]
    public void Unusable_file_is_refused_at_the_start(string model, string message)
    {
        File.WriteAllText(Path.Combine(_folder, "bad.json"), "{'a'");
        File.WriteAllText(Path.Combine(_folder, "list.json"), "[1]");

        Assert.Contains(message, Assert.Throws<InputException>(() => Models(model)).Message, StringComparison.Ordinal);
    }

    private ModelRegistry Models(string model) =>
        new(ModelConfiguration.Read($"models:\n  m: {model}", Path.Combine(_folder, "config.yaml")));

    private static async Task<string> SaysAsync(ModelRegistry models, string seat, int turns)
    {
        var turn = new[] { (Role.User, "Go on."), (Role.Assistant, "Well.") };
        var call = SampleCalls.To("m", seat: seat).Telling([.. Enumerable.Range(0, turns).SelectMany(_ => turn), turn[0]]);
        return (await models.AskAsync(call, SampleCalls.Cancellation)).Text;
    }
}
