using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Silo.Web.Runs;

/// <summary>What POST /v1/runs and POST /v1/episodes are told. A field that it does not know is an error.</summary>
internal sealed record RunRequest
{
    /// <summary>The protocol; mad where none is given.</summary>
    public string Protocol { get; init; } = "mad";

    /// <summary>The question; or <see cref="Problem"/>.</summary>
    public string? Question { get; init; }

    /// <summary>Accepted answers to <see cref="Question"/>; never shown to a seat.</summary>
    public IReadOnlyList<string>? Answers { get; init; }

    /// <summary>The whole problem, with its answers, choices, argument graph and so on.</summary>
    public ProblemForm? Problem { get; init; }

    /// <summary>Options of the protocol, as text, numbers or truth values.</summary>
    public Dictionary<string, JsonElement>? Options { get; init; }

    /// <summary>The model of each seat, "external" for one that is played over HTTP.</summary>
    public Dictionary<string, string>? Seats { get; init; }

    /// <summary>Personas by seat.</summary>
    public Dictionary<string, string>? Personas { get; init; }

    /// <summary>How every seat's model samples.</summary>
    public Sampling? Sampling { get; init; }

    /// <summary>The model of every seat that names none.</summary>
    public string? Model { get; init; }

    /// <summary>Seed of every random draw; 0 where none is given.</summary>
    public long Seed { get; init; }

    /// <summary>Seconds that a turn of an external seat waits; no limit where none is given.</summary>
    public double? TurnSeconds { get; init; }

    /// <summary>The most it may use.</summary>
    public Budget? Budget { get; init; }

    /// <summary>Its share of busy models beside other runs: low, normal or high.</summary>
    public Priority? Priority { get; init; }

    /// <summary>A name for lists.</summary>
    public string? Name { get; init; }

    /// <summary>Names the run for good: the same request with it again is the same run. The header Idempotency-Key says the same.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>What a request asks for, by its body and its header; an <see cref="InputException"/> where they cannot be used.</summary>
    public static async Task<RunRequest> ReadAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync<RunRequest>(context);
        return request with { IdempotencyKey = CallerKey.Of(context, "idempotencyKey", request.IdempotencyKey) };
    }
}

/// <summary>A problem as it comes over HTTP: the argument graph may stand in it as JSON.</summary>
internal sealed record ProblemForm
{
    /// <summary>Names the problem; "1" where nothing is given.</summary>
    public string Key { get; init; } = "1";

    /// <summary>The question or the motion in words.</summary>
    public required string Text { get; init; }

    /// <summary>Accepted answers; never shown to a seat.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>The options of a multiple choice question.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Known wrong answers; never shown to a seat.</summary>
    public IReadOnlyList<string> WrongAnswers { get; init; } = [];

    /// <summary>A text that belongs to the question.</summary>
    public string? Source { get; init; }

    /// <summary>An argument graph, as JSON or as a text of it.</summary>
    public JsonElement? Graph { get; init; }

    /// <summary>The id of the argument in the graph that is debated.</summary>
    public string? Motion { get; init; }

    /// <summary>The problem.</summary>
    public Problem ToProblem() => new(Key, Text)
    {
        Answers = Answers,
        Choices = Choices,
        WrongAnswers = WrongAnswers,
        Source = Source,
        Graph = Graph is { } graph ? graph.ValueKind == JsonValueKind.String ? graph.GetString() : graph.GetRawText() : null,
        Motion = Motion,
    };
}
