using Debate.Silo;

await DebateServer.RunAsync(ServerOptions.Of(Environment.GetEnvironmentVariable), CancellationToken.None);
