using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Tests.Engine;

public sealed class SamplingTests
{
    [Fact]
    public async Task What_a_seat_leaves_open_is_settled_in_entry_0()
    {
        var started = await StartAsync(new(0.5, Stop: ["END"]));
        Assert.Equal(new Sampling(0.5, null, Sampling.DefaultMaxTokens, ["END"]), started.Journaled.Seats[0].Sampling);
        Assert.Equal(started.Journaled.Seats[0], started.Call.Seat);
        Assert.Equal(77, (await StartAsync(new(MaxTokens: 77))).Journaled.Seats[0].Sampling.MaxTokens);
    }

    [Fact]
    public async Task Without_stop_texts_the_request_hash_is_that_of_earlier_builds()
    {
        foreach (var sampling in new Sampling[] { new(), new(MaxTokens: 1024), new(Stop: []) })
        {
            var (_, call, replied) = await StartAsync(sampling);
            var round = $"{replied.Round ?? -1}";
            Assert.Equal(Digest.Hash128("ask", call.Seat.Name, "model", "", "", "1024", replied.Chat, round, "0"), call.Request);
        }
    }

    [Fact]
    public async Task Every_setting_is_part_of_the_request()
    {
        Sampling[] all = [new(), new(0), new(0.5), new(TopP: 0.5), new(MaxTokens: 5), new(Stop: ["a"]), new(Stop: ["b"]),
            new(Stop: ["a", "b"]),
            new(Stop: ["b", "a"]), new(Stop: ["ab"])];
        var requests = new HashSet<string>();
        foreach (var sampling in all) Assert.True(requests.Add((await StartAsync(sampling)).Call.Request), $"{sampling}");
    }

    [Fact]
    public void Stop_texts_are_few_and_short()
    {
        Assert.Null(new Sampling(Stop: ["\n\n", "END", "</s>", new('x', 100)]).FindError());
        Assert.Equal("stop", new Sampling(Stop: ["a", "b", "c", "d", "e"]).FindError()?.Field);
        Assert.Equal("stop", new Sampling(Stop: [""]).FindError()?.Field);
        Assert.Equal("stop", new Sampling(Stop: [new('x', 101)]).FindError()?.Field);
        Assert.Equal("stop", new Sampling(Stop: [null!]).FindError()?.Field);
    }

    [Fact]
    public void A_setting_is_read_by_its_name_and_an_unknown_one_is_refused()
    {
        var sampling = new Sampling().With("x.", "temperature", "0.2").With("x.", "stop", "a").With("x.", "stop", "b")
            .With("x.", "maxTokens", "9");
        Assert.Equal(new Sampling(0.2, null, 9, ["a", "b"]), sampling);
        Assert.NotEqual(sampling, sampling with { Stop = ["a"] });
        Assert.Equal(new Sampling(0.2, 0.5, 9, ["a", "b"]), sampling.Or(new(1, 0.5, 1000, ["z"])));
        Assert.Equal("--seat-sampling judge.max-tokens: it is not a known field; did you mean 'maxTokens'? known: temperature, topP, maxTokens, stop",
            Assert.Throws<InputException>(() => sampling.With("--seat-sampling judge.", "max-tokens", "9")).Message);
        Assert.Equal("judge.topP '0': it must be a number above 0 and at most 1",
            Assert.Throws<InputException>(() => sampling.With("judge.", "topP", "0")).Message);
    }

    [Theory]
    [InlineData("one END two", "one ")]
    [InlineData("one STOP two END", "one ")]
    [InlineData("nothing", "nothing")]
    [InlineData("", "")]
    public void A_reply_ends_at_the_first_stop_text(string reply, string heard) =>
        Assert.Equal(heard, new Sampling(Stop: ["END", "STOP"]).CutAtStop(reply));

    private static async Task<(RunDefinition Journaled, ModelCall Call, ModelReplied Replied)> StartAsync(Sampling sampling)
    {
        var engine = new EngineFixture(_ => "4");
        var definition = engine.Define("direct");
        await engine.RunAsync(definition with { Seats = [.. definition.Seats.Select(s => s with { Sampling = sampling })] });
        var entries = await engine.Journal.ReadAsync(definition.Id);
        return (Assert.IsType<RunStarted>(entries[0].ReadBody()).Definition, engine.Calls[0],
            entries.Select(e => e.ReadBody()).OfType<ModelReplied>().First());
    }
}
