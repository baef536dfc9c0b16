using Debate.Client;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Samples.Leaderboard;

/// <summary>Follows a tournament on a running <c>debate serve</c>: the standings, each time they change.</summary>
internal static class LeaderboardSample
{
    private const string Usage = "usage: Leaderboard SERVER[,SERVER...] TOURNAMENT (DEBATE_API_KEY has the key)";

    /// <summary>The exit code; 0 when the tournament has ended.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (args is ["--help" or "-h", ..])
        {
            await output.WriteLineAsync(Usage);
            return 0;
        }
        if (args is not [var servers, var name])
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }
        using var client = new DebateHttpClient(servers, Environment.GetEnvironmentVariable("DEBATE_API_KEY"));
        var (id, shown, ended) = (DeliberationId.Parse(name), "", 0);
        var standings = await client.Tournaments.ReadStandingsAsync(id);
        await ShowAsync();
        // The run is followed from its beginning; what the standings know already is no news.
        await foreach (var entry in client.Runs.FollowAsync(id))
        {
            if (entry.ReadBody(id) is not ChildCompleted || ++ended <= standings.Finished) continue;
            standings = await client.Tournaments.ReadStandingsAsync(id);
            await ShowAsync();
        }
        standings = await client.Tournaments.ReadStandingsAsync(id);
        await ShowAsync();
        await output.WriteLineAsync($"{SafeText.Clean(standings.Name)}: {StatusWord.Format(standings.Status)}");
        return 0;

        async Task ShowAsync()
        {
            var rows = standings.Standings.Select((s, i) => FormattableString.Invariant(
                $"{i + 1,3}. {SafeText.Clean(s.Name),-24}{s.Rating,8:0} ({s.Low:0} to {s.High:0})  {s.Wins}-{s.Draws}-{s.Losses}"));
            var table = string.Join('\n', rows.Prepend($"After {standings.Finished} of {standings.Debates} debates:"));
            if (table != shown) await output.WriteLineAsync(shown = table);
        }
    }
}
