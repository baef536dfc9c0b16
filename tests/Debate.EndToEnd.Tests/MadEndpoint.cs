using Debate.Testing;

namespace Debate.EndToEnd.Tests;

/// <summary>A real endpoint at which the seats of MAD say what a test wants, and a tool configured to use it.</summary>
internal sealed class MadEndpoint : IAsyncDisposable
{
    public const string Open = """{"preference": "No", "side": "", "reason": "Not yet.", "answer": ""}""";
    public const string Decided = """{"preference": "Yes", "side": "Negative", "reason": "It is right.", "answer": "4"}""";

    private MadEndpoint(SimulatedEndpoint endpoint) => Endpoint = endpoint;

    public ToolFolder Tool { get; } = new();

    public SimulatedEndpoint Endpoint { get; }

    /// <summary>How many requests each recorded call had taken when it was first found in the journal.</summary>
    public Dictionary<string, int> AskedBefore { get; } = new(StringComparer.Ordinal);

    /// <summary>The seats in the order of their requests.</summary>
    public string Order => string.Join(' ', Endpoint.Log.Calls.Select(c => c.Seat));

    /// <summary>An endpoint where <paramref name="says"/> gives the reply of a seat in its n-th turn, from 0.</summary>
    public static async Task<MadEndpoint> SetAsync(Func<string, int, string> says)
    {
        var endpoint = await SimulatedEndpoint.StartAsync((call, _) =>
            Task.FromResult(EndpointReply.Text(says(call.Seat, call.Messages.Count(m => m.Role == Deliberation.Role.Assistant)))));
        var table = new MadEndpoint(endpoint);
        table.Tool.Write("debate.yaml", $"models:\n  small: {{ endpoint: {endpoint.Url}, model: tiny, patience: 0s }}\n");
        return table;
    }

    /// <summary>Debaters who talk, and a moderator and a judge with the given replies.</summary>
    public static Task<MadEndpoint> SetAsync(string moderator = Open, string judge = Decided) => SetAsync((seat, turn) => seat switch
    {
        "moderator" => moderator,
        "judge" => turn == 0 ? "Candidates: 4 and 5." : judge,
        _ => $"{seat} in turn {turn}: the answer is 4.",
    });

    /// <summary>Answers that many calls and holds every later one; the task completes when one is held.</summary>
    public Task HoldAfter(int calls, TaskCompletionSource release)
    {
        Endpoint.Respond = Faults.HoldFrom(calls, release.Task, Endpoint.Respond);
        return Endpoint.Log.ReceivedAsync(calls + 1).WaitAsync(Patience.Long);
    }

    public Task<ToolResult> DebateAsync(params string[] more) => Tool.RunAsync(Args(more));

    public ToolProcess StartDebate(params string[] more) => Tool.Start(Args(more));

    public async ValueTask DisposeAsync()
    {
        await Endpoint.DisposeAsync();
        Tool.Dispose();
    }

    private static string[] Args(string[] more) => ["run", "--question", "What is 2 + 2?", "--seed", "7", "-o", "json", .. more];
}
