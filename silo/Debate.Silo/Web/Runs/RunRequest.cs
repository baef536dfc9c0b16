using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Silo.Web.Runs;

/// <summary>The body of POST /v1/runs and POST /v1/episodes. An unknown field is an error.</summary>
internal sealed record RunRequest
{
    /// <summary>The protocol; default mad.</summary>
    public string Protocol { get; init; } = "mad";

    /// <summary>The question; alternatively <see cref="Problem"/>.</summary>
    public string? Question { get; init; }

    /// <summary>Accepted answers to <see cref="Question"/>; never shown to a seat.</summary>
    public IReadOnlyList<string>? Answers { get; init; }

    /// <summary>A text that <see cref="Question"/> is about and that only the seats chosen by the protocol read.</summary>
    public string? Passage { get; init; }

    /// <summary>The whole problem, with its answers, choices, argument graph and so on.</summary>
    public ProblemBody? Problem { get; init; }

    /// <summary>Options of the protocol, as texts, numbers or booleans.</summary>
    public Dictionary<string, JsonElement>? Options { get; init; }

    /// <summary>The model of each seat, "external" for one that is played over HTTP.</summary>
    public Dictionary<string, string>? Seats { get; init; }

    /// <summary>Personas by seat.</summary>
    public Dictionary<string, string>? Personas { get; init; }

    /// <summary>The sampling settings of every seat's model.</summary>
    public Sampling? Sampling { get; init; }

    /// <summary>Sampling settings by seat; what a seat leaves open is as in <see cref="Sampling"/>.</summary>
    public Dictionary<string, Sampling>? SeatSampling { get; init; }

    /// <summary>The default model of seats that name none.</summary>
    public string? Model { get; init; }

    /// <summary>The seed of all random draws; drawn if it is not given, once for all requests with one idempotency key.</summary>
    public long? Seed { get; init; }

    /// <summary>The time limit of an external seat's turn, in seconds; no limit by default.</summary>
    public double? TurnSeconds { get; init; }

    /// <summary>The budget; unlimited by default.</summary>
    public Budget? Budget { get; init; }

    /// <summary>The run's priority at busy models: low, normal or high.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The run's display name in lists; by default the problem's text, shortened.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The idempotency key: the same request with the same key is the same run. Equivalent to the header Idempotency-Key.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Reads a request from its body and its header; throws <see cref="InputException"/> if they are invalid.</summary>
    public static async Task<RunRequest> ReadAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync<RunRequest>(context);
        return request with { IdempotencyKey = Web.IdempotencyKey.ReadHeaderOrField(context, "idempotencyKey", request.IdempotencyKey) };
    }
}

/// <summary>A problem in a request body: the argument graph may be embedded as JSON.</summary>
internal sealed record ProblemBody
{
    /// <summary>The problem's key; default "1".</summary>
    public string Key { get; init; } = "1";

    /// <summary>The question or the motion in words.</summary>
    public required string Text { get; init; }

    /// <summary>Accepted answers; never shown to a seat.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>The options of a multiple choice question.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Known incorrect answers; never shown to a seat.</summary>
    public IReadOnlyList<string> WrongAnswers { get; init; } = [];

    /// <summary>A source text for the question.</summary>
    public string? Source { get; init; }

    /// <summary>A text that the question is about and that only the seats chosen by the protocol read.</summary>
    public string? Passage { get; init; }

    /// <summary>The argument graph, as JSON or as a string of JSON.</summary>
    public JsonElement? Graph { get; init; }

    /// <summary>The id of the argument in the graph that is debated.</summary>
    public string? Motion { get; init; }

    /// <summary>Converts to a problem.</summary>
    public Problem ToProblem() => new(Key, Text)
    {
        Answers = Answers,
        Choices = Choices,
        WrongAnswers = WrongAnswers,
        Source = Source,
        Passage = Passage,
        Graph = Graph is { } graph ? graph.ValueKind == JsonValueKind.String ? graph.GetString() : graph.GetRawText() : null,
        Motion = Motion,
    };
}
