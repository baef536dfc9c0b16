using System.Globalization;
using System.Text.Json;
using Debate.Deliberation.Answers;
using Debate.Models;
using Debate.Testing;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>
/// A real endpoint behind which a simulated model answers generated questions, and a tool configured to use it. The model's reply is a pure
/// function of the request, so two endpoints with the same model and seed give the same result.
/// </summary>
internal sealed class QuestionEndpoint : IAsyncDisposable
{
    /// <summary>The lines of a specification that make it a Swiss tournament of four.</summary>
    public const string Swiss = """
        debaters: [{ name: a, model: small }, { name: b, model: small }, { name: c, model: small }, { name: d, model: small }]
        format: swiss

        """;

    private QuestionEndpoint(SimulatedEndpoint endpoint, Responder honest) => (Endpoint, Honest) = (endpoint, honest);

    public ToolFolder Tool { get; } = new();

    public SimulatedEndpoint Endpoint { get; }

    /// <summary>How the endpoint replies in the absence of faults.</summary>
    public Responder Honest { get; }

    /// <summary>Requests received so far.</summary>
    public int Count => Endpoint.Log.Count;

    public static async Task<QuestionEndpoint> OpenAsync(ISimulatedModel model, int questions, TimeSpan latency = default,
        string more = "parallel: 64, patience: 5m")
    {
        var text = Questions(questions);
        var honest = Faults.Of(new SimulatedChatClient(model, new ProblemBook(QuestionFile.Read(text, "questions.json")), latency));
        var endpoint = await SimulatedEndpoint.StartAsync(honest);
        var fixture = new QuestionEndpoint(endpoint, honest);
        fixture.Tool.Write("questions.json", text);
        fixture.Tool.Write("debate.yaml", $"models:\n  small: {{ endpoint: {endpoint.Url}, model: simulated, {more} }}\n");
        return fixture;
    }

    /// <summary>A model that debates, moderates and judges.</summary>
    public static SimulatedParticipant Debater(DebateTraits? traits = null) => new(0.6, 1, traits ?? new());

    /// <summary>That many questions with one right answer each; they differ in their first characters.</summary>
    public static string Questions(int count) => JsonSerializer.Serialize(Enumerable.Range(1, count).Select(i => new
    {
        question = string.Create(CultureInfo.InvariantCulture, $"Item {i:000000}: how much are {i} and 7 together?"),
        answer = (i + 7).ToString(CultureInfo.InvariantCulture),
    }));

    /// <summary>A tournament of debaters a and b over the questions: twice as many debates as questions.</summary>
    public string WriteTournament(string more = "") => Tool.Write(
        "spec.yaml", "name: hall\nsource: { questions: questions.json }\nprotocol: mad\ndebaters: [{ name: a, model: small }, { name: b, model: small }]\n" + more);

    /// <summary>A Swiss tournament of four debaters over the questions: two rounds of equal size.</summary>
    public string WriteSwiss(string more = "") =>
        Tool.Write("swiss.yaml", $"name: swiss\nsource: {{ questions: questions.json }}\nprotocol: mad\n{Swiss}{more}");

    /// <summary>The projection of a run, which is equal for two runs with the same seed.</summary>
    public async Task<string> ProjectionAsync(string id)
    {
        var export = await Tool.RunAsync("export", id, "--format", "projection");
        Assert.Equal(0, export.Code);
        return export.Out;
    }

    /// <summary>The names id/path of the model calls in the journals of a run and its children.</summary>
    public async Task<IReadOnlySet<string>> RecordedAsync(string id)
    {
        var export = await Tool.RunAsync("export", id, "--format", "jsonl");
        Assert.Equal(0, export.Code);
        return export.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("entry").GetProperty("kind").GetString() == "asked")
            .Select(line => $"{line.GetProperty("run").GetString()}/{line.GetProperty("path").GetString()}")
            .ToHashSet(StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await Endpoint.DisposeAsync();
        Tool.Dispose();
    }
}
