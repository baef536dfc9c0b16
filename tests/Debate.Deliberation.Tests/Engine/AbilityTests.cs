using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Records;
using Debate.Deliberation.Steps;

namespace Debate.Deliberation.Tests.Engine;

/// <summary>What models can do beyond replying: asked once, recorded, counted and refused where it is missing.</summary>
public sealed class AbilityTests
{
    [Fact]
    public async Task An_ability_is_what_it_was_when_it_was_first_asked_for()
    {
        var seen = new List<bool>();
        var engine = Bench(async d =>
        {
            seen.Add(await d.CanAsync(d.Seat("a"), Abilities.Prefix));
            await d.SayAsync("a", "so", 1);
            return ScriptedProtocol.Done;
        }, Abilities.Prefix);
        engine.Journal.DiesAfter = 2;
        await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("abilities")));
        engine.Journal.Revive();
        engine.Abilities = Abilities.None;
        await engine.RunAsync(engine.Define("abilities"));

        Assert.Equal([true, true], seen);
        var recorded = Assert.Single(await BodiesAsync<DecisionRecorded>(engine));
        Assert.Equal(("can prefix a", "yes"), (recorded.Name, recorded.Value));
    }

    [Fact]
    public async Task A_score_is_recorded_counted_and_replayed()
    {
        var seen = new List<ContinuationScore>();
        var engine = Bench(async d =>
        {
            var chat = Chat.Empty.User("The capital of France is");
            seen.Add(await d.ScoreAsync(d.Seat("a"), chat, " Paris"));
            await d.SayAsync("a", "so", 1);
            return ScriptedProtocol.Done;
        }, Abilities.LogProbabilities);
        engine.Score = call => call.Continuation == " Paris" && call.Chat is [{ Role: Role.User }] ? -0.25 : 0;
        engine.Journal.DiesAfter = 2;
        await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("abilities")));
        engine.Journal.Revive();
        engine.Score = _ => throw new InvalidOperationException("asked again");
        var outcome = await engine.RunAsync(engine.Define("abilities"));

        Assert.Equal([new(-0.25, 3), new(-0.25, 3)], seen);
        Assert.Equal(1, outcome.Usage.Calls);
        var record = RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run")));
        Assert.Equal(new Usage(1, 0, 10, 5), record.OwnUsage);
        Assert.Contains("\"kind\":\"scored\"", string.Join('\n', CanonicalProjection.Format(record)), StringComparison.Ordinal);
        Assert.DoesNotContain("Paris", string.Join('\n', CanonicalProjection.Format(record)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_score_needs_budget_and_ability()
    {
        static async Task<Verdict> AskAsync(IDeliberation d)
        {
            await d.ScoreAsync(d.Seat("a"), Chat.Empty.User("x"), "y");
            return ScriptedProtocol.Done;
        }

        var able = Bench(AskAsync, Abilities.LogProbabilities);
        Assert.Equal(RunStatus.OutOfBudget, (await able.RunAsync(able.Define("abilities") with { Budget = new(Calls: 0) })).Status);
        Assert.Empty(await BodiesAsync<ContinuationScored>(able));

        var unable = Bench(AskAsync, Abilities.Prefix);
        var outcome = await unable.RunAsync(unable.Define("abilities"));
        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.Equal("model 'model': cannot tell how probable a text is; say can: [log-probabilities] in its entry where its server does",
            outcome.Reason);
    }

    [Fact]
    public async Task A_message_that_a_model_cannot_continue_is_never_sent()
    {
        var engine = Bench(async d =>
        {
            await d.AskAsync(new Ask(d.Seat("a"), Chat.Empty.User("x").Assistant("and so")));
            return ScriptedProtocol.Done;
        }, Abilities.LogProbabilities);
        var outcome = await engine.RunAsync(engine.Define("abilities"));

        Assert.Equal((RunStatus.Failed, 0), (outcome.Status, engine.Calls.Count));
        Assert.StartsWith("model 'model': cannot continue a message", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_typed_reply_is_read_from_the_whole_message_and_asked_for_again_as_one()
    {
        Reply<SoundReply>? read = null;
        var engine = Bench(async d =>
        {
            read = await d.AskAsync(new Ask(d.Seat("a"), Chat.Empty.User("Is it so?").Assistant("{\"accepted\": ")), new SoundReader());
            return ScriptedProtocol.Done;
        }, Abilities.Prefix, call => call.Chat.Count == 2 ? "perhaps}" : "{\"accepted\": true}");
        await engine.RunAsync(engine.Define("abilities"));

        Assert.True(read!.Value!.IsAccepted);
        Assert.Equal([Role.User, Role.Assistant, Role.User, Role.Assistant], read.Chat.Messages().Select(m => m.Role));
        Assert.Equal("{\"accepted\": perhaps}", read.Chat.Messages()[1].Text);
        engine.Reply = _ => "true}";
        var other = Bench(engine.Reply, read2 => read = read2);
        await other.RunAsync(other.Define("abilities"));
        Assert.Equal((true, "{\"accepted\": true}"), (read.Value!.IsAccepted, read.Chat.Text));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_draft_goes_on_in_either_way_and_its_chat_has_it_as_one_message(bool byPrefix)
    {
        Splice? written = null;
        var engine = Bench(async d =>
        {
            var chat = new SeatChat(d, "a");
            var draft = Draft.Begin(chat, "Think.", d, byPrefix);
            await draft.GoOnAsync(10);
            draft.Insert(" Wait. ", "trigger");
            await draft.GoOnAsync();
            await chat.AskAsync("And now?");
            written = draft.Reply;
            return ScriptedProtocol.Done;
        }, Abilities.Prefix, call => $"part {call.Path}");
        engine.Finish = call => call.Path == "0" ? "length" : null;
        await engine.RunAsync(engine.Define("abilities"));

        Assert.Equal(("part 0 Wait. part 1", "part 0part 1"), (written!.Text, written.OwnText));
        Assert.Equal(10, engine.Calls[0].Seat.Sampling.MaxTokens);
        Assert.Equal(byPrefix ? [Role.User, Role.Assistant] : [Role.User, Role.User], engine.Calls[1].Chat.Select(m => m.Role));
        Assert.Contains("part 0 Wait. ", engine.Calls[1].Chat[^1].Text, StringComparison.Ordinal);
        Assert.Equal([(Role.User, "Think."), (Role.Assistant, "part 0 Wait. part 1"), (Role.User, "And now?")],
            engine.Calls[2].Chat.Select(m => (m.Role, m.Text)));
        // That a part ends at its limit is what was wanted.
        Assert.All(await BodiesAsync<ModelReplied>(engine), reply => Assert.Null(reply.Usage.Faults));
    }

    private static EngineFixture Bench(
        Func<IDeliberation, Task<Verdict>> run, Abilities abilities, Func<ModelCall, string>? reply = null) =>
        new(reply ?? (_ => "yes"), ScriptedProtocol.Protocol("abilities", run)) { Abilities = abilities };

    private static EngineFixture Bench(Func<ModelCall, string> reply, Action<Reply<SoundReply>> onRead) => Bench(async d =>
    {
        onRead(await d.AskAsync(new Ask(d.Seat("a"), Chat.Empty.User("Is it so?").Assistant("{\"accepted\": ")), new SoundReader()));
        return ScriptedProtocol.Done;
    }, Abilities.Prefix, reply);

    private static async Task<T[]> BodiesAsync<T>(EngineFixture engine) where T : EntryBody =>
        [.. (await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody()).OfType<T>()];
}
