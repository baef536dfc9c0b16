using Debate.Core.Input;

namespace Debate.Deliberation.Engine;

/// <summary>
/// A seat played from outside: by a policy in training, or by a person. The deliberation offers its turn and waits; nothing is recorded
/// until the reply arrives, so a crash costs nothing and the same turn is offered again.
/// </summary>
public static class ExternalSeat
{
    /// <summary>The model name that marks an external seat.</summary>
    public const string Model = "external";

    /// <summary>The longest reply, in characters: as much as readers look at.</summary>
    public const int MaxTextLength = Readers.StructuredReply.MaxReplyLength;

    /// <summary>The longest list of tokens of a reply.</summary>
    public const int MaxTokens = 1 << 20;

    /// <summary>The largest time limit of a turn.</summary>
    public static readonly TimeSpan MaxTurnTimeout = TimeSpan.FromDays(30);

    /// <summary>The terms of an external seat: it costs nothing and its reply is waited for durably.</summary>
    public static ModelTerms Terms { get; } = ModelTerms.Free with { IsExternal = true, MaxUsage = Usage.None };

    /// <summary>
    /// Whether a seat is external by its model's name, where it is configured and no model is at hand; who has a client asks its terms.
    /// </summary>
    public static bool IsExternal(Seat seat) => seat.Model == Model;

    /// <summary>
    /// The id of a turn: the path of the effect and the first 12 digits of the request's hash, both of which a replay reproduces. It is
    /// opaque to the external player.
    /// </summary>
    public static string FormatTurnId(string path, string request) => $"{path}.{request[..Math.Min(12, request.Length)]}";

    /// <summary>The path of the effect in the id of a turn.</summary>
    public static string ParsePath(string turn) => turn.LastIndexOf('.') is >= 0 and var cut ? turn[..cut] : turn;
}

/// <summary>What a policy in training reports about a reply, stored with it for export.</summary>
/// <param name="Version">The policy that replied, such as a step or a checkpoint; null where not given.</param>
/// <param name="TokenIds">The reply's tokens; null where not given.</param>
/// <param name="LogProbs">Their natural log-probabilities, one per token; null where not given.</param>
public sealed record PolicyTrace(string? Version, IReadOnlyList<int>? TokenIds = null, IReadOnlyList<double>? LogProbs = null);

/// <summary>A turn that waits for an external reply.</summary>
/// <param name="Id">Identifies the turn within the deliberation; the same after a crash.</param>
/// <param name="Request">The hash of the request.</param>
/// <param name="Seat">The seat whose turn it is.</param>
/// <param name="Sample">The index among several independent samples, from 0.</param>
/// <param name="Messages">The whole chat that the seat sees, its own earlier replies included.</param>
/// <param name="Until">The deadline, in UTC; null for no limit.</param>
public sealed record ExternalTurn(
    string Id, string Request, string Seat, int Sample, IReadOnlyList<ChatMessage> Messages, DateTimeOffset? Until);

/// <summary>An external reply.</summary>
/// <param name="Turn">The id of the turn.</param>
/// <param name="Text">The reply.</param>
/// <param name="Policy">The policy that replied, where given.</param>
public sealed record ExternalReply(string Turn, string Text, PolicyTrace? Policy = null)
{
    /// <summary>Throws <see cref="InputException"/> where the reply is too large or its lists do not match.</summary>
    public void Validate()
    {
        if (Text.Length > ExternalSeat.MaxTextLength)
            throw new InputException($"text: {Text.Length} characters, and a reply may have {ExternalSeat.MaxTextLength}");
        if (Policy is not { } policy) return;
        if (policy.TokenIds is { Count: > ExternalSeat.MaxTokens } tokens)
            throw new InputException($"tokenIds: {tokens.Count} tokens, and a reply may have {ExternalSeat.MaxTokens}");
        if (policy.LogProbs is not { } logProbs) return;
        if (policy.TokenIds is not { } ids || ids.Count != logProbs.Count)
            throw new InputException($"logProbs: {logProbs.Count} numbers for {policy.TokenIds?.Count ?? 0} tokenIds; it must be one a token");
        if (logProbs.FirstOrDefault(p => !double.IsFinite(p)) is var wrong && !double.IsFinite(wrong))
            throw new InputException($"logProbs: {wrong} is not a finite number");
    }
}

/// <summary>The result of submitting an external reply.</summary>
public enum ExternalReplyStatus
{
    /// <summary>It is recorded.</summary>
    Accepted,

    /// <summary>The same reply was already recorded; nothing changed.</summary>
    Repeated,

    /// <summary>The turn already has a different reply.</summary>
    Conflict,

    /// <summary>There is no such turn, neither waiting nor answered.</summary>
    Unknown,
}
