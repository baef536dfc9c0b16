using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Silo.Web.Specifications;

/// <summary>The body of POST /v1/evaluations. An unknown field is an error.</summary>
internal sealed record EvaluationRequest
{
    /// <summary>The questions: a list of rows in any form that question files have, or the name of a file in the server's library.</summary>
    public required JsonElement Questions { get; init; }

    /// <summary>The protocols to compare; default mad and self-consistency.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = ["mad", "self-consistency"];

    /// <summary>Options by PROTOCOL.OPTION, or by OPTION for each protocol that has it, as texts, numbers or booleans.</summary>
    public Dictionary<string, JsonElement>? Options { get; init; }

    /// <summary>The options to vary, one at a time.</summary>
    public IReadOnlyList<string> Sweep { get; init; } = [];

    /// <summary>Only the first so many questions, at least 1; all by default.</summary>
    public int? Limit { get; init; }

    /// <summary>The most calls of a protocol for a question, at least 1, where an option of it sets them; default those of mad.</summary>
    public int? Calls { get; init; }

    /// <summary>Deliberations at once, 1 to 100,000; default 64.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>How answers are checked; default auto.</summary>
    public string Checker { get; init; } = "auto";

    /// <summary>What is measured besides: none, predictability, traceability, or both with a comma between them.</summary>
    public string Measure { get; init; } = "none";

    /// <summary>The share of unread deciding replies from which on the result is partial, in [0, 1].</summary>
    public double? MaxUnread { get; init; }

    /// <summary>Fields of the questions under another name: from our name to theirs.</summary>
    public Dictionary<string, string>? Fields { get; init; }

    /// <summary>The number of the first option where keys are numbers, 0 or 1, and the questions do not show it.</summary>
    public int? FirstOption { get; init; }

    /// <summary>The model of seats that name none.</summary>
    public string? Model { get; init; }

    /// <summary>The model of each seat.</summary>
    public Dictionary<string, string>? Seats { get; init; }

    /// <summary>Personas by seat.</summary>
    public Dictionary<string, string>? Personas { get; init; }

    /// <summary>The sampling settings of every seat's model.</summary>
    public Sampling? Sampling { get; init; }

    /// <summary>Sampling settings by seat; what a seat leaves open is as in <see cref="Sampling"/>.</summary>
    public Dictionary<string, Sampling>? SeatSampling { get; init; }

    /// <summary>The seed; drawn if it is not given, from the idempotency key where there is one.</summary>
    public long? Seed { get; init; }

    /// <summary>The budget of all of it; unlimited by default.</summary>
    public Budget? Budget { get; init; }

    /// <summary>The priority at busy models: low, normal or high.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The name in lists; default evaluation.</summary>
    public string? Name { get; init; }

    /// <summary>The idempotency key, as in the header Idempotency-Key.</summary>
    public string? IdempotencyKey { get; init; }
}
