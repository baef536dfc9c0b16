using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Silo.Web.Episodes;

/// <summary>The body of POST /v1/episodes/{id}/step. An unknown field is an error.</summary>
internal sealed record StepRequest
{
    /// <summary>The id of the turn.</summary>
    public required string Turn { get; init; }

    /// <summary>The seat's reply.</summary>
    public required string Text { get; init; }

    /// <summary>The version of the policy that produced it.</summary>
    public string? PolicyVersion { get; init; }

    /// <summary>The tokens of the text.</summary>
    public IReadOnlyList<int>? TokenIds { get; init; }

    /// <summary>Their natural log-probabilities.</summary>
    public IReadOnlyList<double>? LogProbs { get; init; }

    /// <summary>Converts to a reply; throws <see cref="InputException"/> if it is too large or its lists are inconsistent.</summary>
    public ExternalReply ToReply()
    {
        var trace = PolicyVersion is null && TokenIds is null && LogProbs is null ? null
            : new PolicyTrace(PolicyVersion, TokenIds, LogProbs);
        var reply = new ExternalReply(Turn, Text, trace);
        reply.Validate();
        return reply;
    }
}
