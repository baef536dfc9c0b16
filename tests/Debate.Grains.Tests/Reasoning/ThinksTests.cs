using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Grains.Tests.Reasoning;

/// <summary>A seat that thinks before it speaks: nobody else hears the thought, and a seat that does not think is as it was.</summary>
public sealed class ThinksTests
{
    private const string Canary = "CANARY-7d1", Asked = "think about it for yourself";

    [Theory]
    [InlineData("mad", "affirmative")]
    [InlineData("judged", "pro")]
    [InlineData("league", "con")]
    [InlineData("khan-debate", "debater-a")]
    public async Task A_thought_stands_in_no_other_seats_chat_and_in_no_transcript(string protocol, string thinker)
    {
        var calls = new List<ModelCall>();
        await using var runs = Debate(call =>
        {
            lock (calls) calls.Add(call);
            return Thinks(call) ? $"I keep {Canary} to myself." : null;
        }, seat => seat.Name == FindThinker(protocol, thinker) ? seat with { Thinks = 1 } : seat);
        await runs.RunAsync(protocol, 1);
        var name = FindThinker(protocol, thinker);
        Assert.Contains(calls, Thinks);
        Assert.All(calls.Where(Thinks), c => Assert.Equal(name, c.Seat.Name));
        // One thought a turn: calls of that seat double, those of the others stay.
        Assert.Equal(2 * calls.Count(Thinks), calls.Count(c => c.Seat.Name == name));
        Assert.All(calls.Where(c => c.Seat.Name != name), c => Assert.DoesNotContain(Canary, string.Concat(c.Chat.Select(m => m.Text)), StringComparison.Ordinal));
        Assert.All(calls.Where(c => c.Seat.Name == name && !Thinks(c)), c => Assert.Contains(Canary, c.Chat[^1].Text, StringComparison.Ordinal));
        var record = await runs.ReadAsync(protocol, 0);
        Assert.DoesNotContain(Transcript.Read(record), s => s.Text.Contains(Canary, StringComparison.Ordinal));
        Assert.Contains(record.Entries.Select(e => e.Body).OfType<ModelReplied>(), r => r.Reply.Contains(Canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thought_changes_what_is_said()
    {
        foreach (var thought in new[] { "say 4", "say 5" })
        {
            await using var runs = Debate(
                call => Thinks(call) ? thought : call.Seat.Name == "affirmative" ? $"Answer: {(call.Chat[^1].Text.Contains("say 4", StringComparison.Ordinal) ? 4 : 5)}" : null,
                seat => seat.Name == "affirmative" ? seat with { Thinks = 1 } : seat);
            await runs.RunAsync("mad", 1, ("rounds", "1"));
            Assert.Equal($"Answer: {thought[^1]}", Transcript.Read(await runs.ReadAsync("mad", 0)).First(s => s.Seat == "affirmative").Text);
        }
    }

    /// <summary>Three thoughts with known scores: the second makes what was heard most probable, of the last statement and of nothing else.</summary>
    [Fact]
    public async Task The_thought_is_kept_that_makes_what_was_heard_most_probable()
    {
        var (heard, shown) = (new List<string>(), new List<string>());
        await using var runs = new ReasoningRuns("simulated: debater", says: call =>
        {
            if (call.Seat.Name != "negative") return null;
            if (Thinks(call)) return $"thought {call.Sample}";
            lock (shown) shown.Add(call.Chat[^1].Text);
            return "Answer: 9";
        })
        {
            Can = Abilities.LogProbabilities,
            Prepare = seat => seat.Name == "negative" ? seat with { Thinks = 3 } : seat,
            Scores = call =>
            {
                lock (heard) heard.Add(call.Continuation);
                return call.Chat[^1].Text.Contains("thought 1", StringComparison.Ordinal) ? -2 : -5;
            },
        };
        await runs.RunAsync("mad", 1, ("rounds", "1"));
        var said = Transcript.Read(await runs.ReadAsync("mad", 0)).First(s => s.Seat == "affirmative").Text;
        Assert.Equal([said, said, said], heard);
        Assert.Contains("thought 1", Assert.Single(shown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_thoughts_need_log_probabilities_and_thoughts_need_a_debate()
    {
        await using var several = Debate(_ => null, seat => seat with { Thinks = 2 });
        Assert.Equal("mad: model 'thinker': cannot tell how probable a text is; say can: [log-probabilities] in its entry where its server does",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => several.RunAsync("mad", 1))).Message);
        Assert.Empty(await several.ReadEntriesAsync("mad", 0));
        await using var alone = Debate(_ => null, seat => seat with { Thinks = 1 });
        Assert.Equal("self-consistency: seat 'solver': 1 thoughts before it speaks are for seats of debates between models, and self-consistency is none",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => alone.RunAsync("self-consistency", 1))).Message);
    }

    [Fact]
    public async Task A_seat_that_does_not_think_leaves_no_trace_of_it_in_the_journal()
    {
        await using var runs = Debate(_ => null, seat => seat);
        await runs.RunAsync("mad", 1);
        Assert.DoesNotContain((await runs.ReadAsync("mad", 0)).Entries, e => JournalText(e).Contains("thinks", StringComparison.OrdinalIgnoreCase));
    }

    private static string JournalText(ParsedEntry entry) => System.Text.Json.JsonSerializer.Serialize(entry.Body, System.Text.Json.JsonSerializerOptions.Web);

    private static string FindThinker(string protocol, string preferred) => protocol == "khan-debate"
        ? DebateServicesSeats(protocol)[0] : preferred;

    private static IReadOnlyList<string> DebateServicesSeats(string protocol) =>
        Hosting.DebateServices.Protocols.Find(protocol) is var entry ? entry.Seats(entry.CompleteOptions([])) : [];

    private static bool Thinks(ModelCall call) => call.Chat[^1].Text.Contains(Asked, StringComparison.Ordinal);

    private static ReasoningRuns Debate(Func<ModelCall, string?> says, Func<Seat, Seat> prepare) =>
        new("simulated: debater", says: says)
        {
            Prepare = prepare,
            Problem = _ => new("q", "Is it 4 or 5?") { Answers = ["4"], Choices = ["4", "5"] },
        };
}
