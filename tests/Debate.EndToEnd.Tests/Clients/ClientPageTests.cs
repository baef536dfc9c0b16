using Debate.Client;
using Debate.Deliberation.Engine;
using Debate.EndToEnd.Tests.Documents;
using Debate.EndToEnd.Tests.Rewards;

namespace Debate.EndToEnd.Tests.Clients;

/// <summary>The examples of docs/clients.md, run against a server that has a model called small.</summary>
public sealed class ClientPageTests : IAsyncLifetime
{
    private const string Address = "http://127.0.0.1:5080";
    private const string Page = "docs/clients.md";

    private readonly ServeProcess _serve = new();

    public async ValueTask InitializeAsync()
    {
        _serve.Tool.Write("debate.yaml", "models:\n  small: { simulated: debater }\n");
        await _serve.StartAsync();
    }

    public ValueTask DisposeAsync() => _serve.DisposeAsync();

    [Fact]
    public async Task The_example_in_python_runs()
    {
        var ran = await PythonProcess.RunAsync(_serve.Address, "none", "-c", Fill(FindBlock("from debate import Client, Refused")));
        Assert.True(ran.Code == 0, ran.Error);
        var lines = ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.StartsWith("affirmative ", StringComparison.Ordinal));
        Assert.Contains(lines[^2], new[] { "decided", "undecided" });
        Assert.StartsWith("400 protocol 'madness'", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_of_a_graph_in_python_runs()
    {
        var ran = await PythonProcess.RunAsync(_serve.Address, "none", "-c", Fill(FindBlock("from debate import Client\n")));
        Assert.True(ran.Code == 0, ran.Error);
        Assert.StartsWith("False [{'id': 'go', ", ran.Out, StringComparison.Ordinal);
    }

    /// <summary>What the page shows is what is compiled here, line by line.</summary>
    [Fact]
    public async Task The_example_in_c_sharp_runs()
    {
        using var said = new StringWriter();
        await RunExampleAsync(said);
        Assert.Contains("affirmative: ", said.ToString(), StringComparison.Ordinal);
        var here = (await File.ReadAllLinesAsync(Path.Combine(SharedData.Repository, "tests/Debate.EndToEnd.Tests/Clients/ClientPageTests.cs")))
            .Select(Normalise).ToArray();
        var block = FindBlock("using var client").Split('\n').Select(Normalise).ToArray();
        var at = Array.IndexOf(here, block[0]);
        Assert.Equal(block, here[at..(at + block.Length)]);
    }

    private async Task RunExampleAsync(StringWriter output)
    {
        var address = _serve.Address;
        using var client = new DebateHttpClient(address, key: null);
        var run = await client.Runs.StartAsync(new() { Question = "Is tea better than coffee?", Protocol = "mad", Model = "small" });
        await foreach (var entry in client.Runs.FollowAsync(run.Id))
            if (entry.ReadBody(run.Id) is ModelReplied { Round: not null } said) await output.WriteLineAsync($"{said.Seat}: {said.Reply}");
        await output.WriteLineAsync((await client.Runs.ReportAsync(run.Id)).Answer ?? "nothing was decided");
    }

    private static string Normalise(string line) => line.Trim().Replace($"\"{Address}\"", "address", StringComparison.Ordinal)
        .Replace("await output.WriteLineAsync", "Console.WriteLine", StringComparison.Ordinal);

    private static string FindBlock(string start) => string.Join('\n',
        Assert.Single(DocumentPage.Read(Page).Blocks, block => $"{block[0]}\n".StartsWith(start, StringComparison.Ordinal)));

    private string Fill(string example) => example.Replace(Address, _serve.Address, StringComparison.Ordinal);
}
