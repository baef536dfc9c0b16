using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Tests.Engine;

/// <summary>Thoughts are the speaker's own: kept in the journal, given back to nobody else, and no part of what was said.</summary>
public sealed class ThoughtsTests
{
    private static readonly Chat Opening = Chat.Empty.User("begin");

    [Fact]
    public async Task Thoughts_are_journaled_beside_the_reply_and_change_neither_its_text_nor_the_next_request()
    {
        var thinking = await PlayAsync(thoughts: "hm, 5? no");
        var plain = await PlayAsync(thoughts: null);

        Assert.All(Replies(thinking), r => Assert.Equal(("reply", "hm, 5? no"), (r.Reply, r.Thoughts)));
        Assert.Equal(Replies(plain).Select(r => (r.Request, r.Chat)), Replies(thinking).Select(r => (r.Request, r.Chat)));
        Assert.DoesNotContain("thoughts", Journal(plain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seat_has_its_own_thoughts_beside_its_earlier_reply_and_another_seat_with_the_same_chat_has_none()
    {
        var engine = await PlayAsync(thoughts: "hm");

        Assert.Equal(["hm"], engine.Calls[1].Chat.Select(m => m.Thoughts).OfType<string>());
        Assert.Equal("b", engine.Calls[2].Seat.Name);
        Assert.All(engine.Calls[2].Chat, m => Assert.Null(m.Thoughts));
    }

    [Fact]
    public async Task After_a_crash_a_seat_has_its_thoughts_again()
    {
        var engine = Create("hm");
        engine.Journal.DiesAfter = 2;
        await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("talk")));
        engine.Journal.Revive();
        engine.Calls.Clear();

        await engine.RunAsync(engine.Define("talk"));

        Assert.Equal(["hm"], engine.Calls[0].Chat.Select(m => m.Thoughts).OfType<string>());
    }

    [Fact]
    public void Journals_without_thoughts_are_read_as_before()
    {
        const string old = """
            {"kind":"asked","request":"r","seat":"a","model":"m","chat":"c","new":[],"reply":"yes",
             "usage":{"calls":1,"cached":0,"tokensIn":3,"tokensOut":1,"cost":0}}
            """;

        var read = (ModelReplied)System.Text.Json.JsonSerializer.Deserialize(old, JournalJsonOptions.EntryInfo)!;

        Assert.Null(read.Thoughts);
        Assert.Equal(new Usage(1, 0, 3, 1), read.Usage);
    }

    private static async Task<EngineFixture> PlayAsync(string? thoughts)
    {
        var engine = Create(thoughts);
        await engine.RunAsync(engine.Define("talk"));
        return engine;
    }

    private static EngineFixture Create(string? thoughts) => new(_ => "reply", ScriptedProtocol.Protocol("talk", async d =>
    {
        var said = Opening.Assistant(await d.AskAsync(new Ask(d.Seat("a"), Opening)));
        await d.AskAsync(new Ask(d.Seat("a"), said.User("go on")));
        await d.AskAsync(new Ask(d.Seat("b"), said.User("go on")));
        return ScriptedProtocol.Done;
    })) { Thoughts = _ => thoughts };

    private static IEnumerable<ModelReplied> Replies(EngineFixture engine) =>
        engine.Journal.ReadAsync(new("run")).Result.Select(e => e.ReadBody()).OfType<ModelReplied>();

    private static string Journal(EngineFixture engine) =>
        string.Join('\n', Replies(engine).Select(r => System.Text.Encoding.UTF8.GetString(JournalJsonOptions.Serialize(r))));
}
