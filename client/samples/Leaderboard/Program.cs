using Debate.Samples.Leaderboard;

return await LeaderboardSample.RunAsync(args, Console.Out);
