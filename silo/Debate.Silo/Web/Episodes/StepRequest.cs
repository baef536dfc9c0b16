using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Silo.Web.Episodes;

/// <summary>What POST /v1/episodes/{id}/step is told. A field that it does not know is an error.</summary>
internal sealed record StepRequest
{
    /// <summary>The turn, by the id it was offered under.</summary>
    public required string Turn { get; init; }

    /// <summary>What the seat says.</summary>
    public required string Text { get; init; }

    /// <summary>Which policy says it.</summary>
    public string? PolicyVersion { get; init; }

    /// <summary>The tokens of the text.</summary>
    public IReadOnlyList<int>? TokenIds { get; init; }

    /// <summary>Their natural log-probabilities.</summary>
    public IReadOnlyList<double>? LogProbs { get; init; }

    /// <summary>The reply; throws <see cref="InputException"/> where it is larger than any may be or its lists do not fit.</summary>
    public ExternalReply ToReply()
    {
        var trace = PolicyVersion is null && TokenIds is null && LogProbs is null ? null : new PolicyTrace(PolicyVersion, TokenIds, LogProbs);
        var reply = new ExternalReply(Turn, Text, trace);
        reply.Check();
        return reply;
    }
}
