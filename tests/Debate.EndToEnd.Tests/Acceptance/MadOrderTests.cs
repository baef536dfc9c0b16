using Debate.Deliberation;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>The order of calls of the MAD paper's system, and who hears what.</summary>
public sealed class MadOrderTests
{
    private const string Round = "affirmative negative moderator";

    [Theory]
    [InlineData("none", "break", 1, Round)]
    [InlineData("none", "break", 2, $"{Round} {Round}")]
    [InlineData("none", "break", 3, $"{Round} {Round} {Round}")]
    [InlineData("none", "rounds", 3, $"{Round} {Round} {Round}")]
    [InlineData("none", "fallback", 3, $"{Round} {Round} {Round} judge judge")]
    [InlineData("call", "break", 1, $"baseline {Round}")]
    [InlineData("call", "break", 2, $"baseline {Round} {Round}")]
    [InlineData("call", "rounds", 3, $"baseline {Round} {Round} {Round}")]
    [InlineData("call", "fallback", 3, $"baseline {Round} {Round} {Round} judge judge")]
    public async Task Calls_arrive_affirmative_negative_moderator_in_each_round_and_the_judge_twice_at_last(string position, string ended,
        int rounds, string order)
    {
        await using var table = await MadEndpoint.SetAsync((seat, turn) => seat switch
        {
            "moderator" => ended != "fallback" && turn == rounds - 1 ? MadEndpoint.Decided : MadEndpoint.Open,
            "judge" => turn == 0 ? "Candidates: 4 and 5." : MadEndpoint.Decided,
            _ => $"said by {seat} in turn {turn}: the answer is 4.",
        });
        var ran = await table.DebateAsync("--set", $"position={position}", "--set", ended == "rounds" ? "break=never" : "break=adaptive");
        Assert.Equal((0, ended, rounds), (ran.Code, (string?)ran.Json["ended"], (int?)ran.Json["rounds"]));
        Assert.Equal(order, table.Order);
        Assert.All(table.Endpoint.Log.Calls, c => Assert.Equal(1, c.Attempt));
        HearOnlyTheTurnBefore(table, position == "call");
    }

    private static void HearOnlyTheTurnBefore(MadEndpoint table, bool hasBaseline)
    {
        var seats = new[] { "affirmative", "negative" };
        var before = hasBaseline ? "said by baseline in turn 0" : null;
        foreach (var call in table.Endpoint.Log.Calls.Where(c => seats.Contains(c.Seat)))
        {
            var turn = call.Messages.Count(m => m.Role == Role.Assistant);
            Assert.Equal(2 + 2 * turn, call.Messages.Count);
            var said = call.Messages[^1].Text.Split('\n').Where(l => l.StartsWith("said by", StringComparison.Ordinal))
                .Select(l => l.Split(':')[0]);
            Assert.Equal(before is null ? [] : [before], said);
            Assert.DoesNotContain(call.Messages, m => m.Text.Contains("Not yet.", StringComparison.Ordinal));
            before = $"said by {call.Seat} in turn {turn}";
        }
    }
}
