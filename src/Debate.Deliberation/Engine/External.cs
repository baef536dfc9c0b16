namespace Debate.Deliberation.Engine;

/// <summary>
/// A seat that nobody inside plays: a policy in training, or a person. The deliberation offers its turn and waits; nothing is recorded
/// until the reply is there, so a crash costs nothing and the same turn is offered again.
/// </summary>
public static class External
{
    /// <summary>The model of such a seat.</summary>
    public const string Model = "external";

    /// <summary>Characters that a reply may have: what readers look at.</summary>
    public const int LongestText = Readers.StructuredReply.LongestReply;

    /// <summary>Tokens that a reply may have.</summary>
    public const int MostTokens = 1 << 20;

    /// <summary>The longest that a turn may be told to wait.</summary>
    public static readonly TimeSpan MostPatience = TimeSpan.FromDays(30);

    /// <summary>Whether a seat is played from outside.</summary>
    public static bool Holds(Seat seat) => seat.Model == Model;

    /// <summary>
    /// The name of a turn: the place in the protocol and the beginning of the request's hash, which a replay gives again. It is opaque to
    /// whoever plays.
    /// </summary>
    public static string TurnOf(string path, string request) => $"{path}.{request[..Math.Min(12, request.Length)]}";

    /// <summary>The place in the protocol that a turn names.</summary>
    public static string PathOf(string turn) => turn.LastIndexOf('.') is >= 0 and var cut ? turn[..cut] : turn;
}

/// <summary>What a policy in training tells of a reply, kept with it for export.</summary>
/// <param name="Version">Which policy replied, such as a step or a checkpoint; null where it was not told.</param>
/// <param name="TokenIds">The reply's tokens; null where they were not told.</param>
/// <param name="LogProbs">Their natural log-probabilities, one a token; null where they were not told.</param>
public sealed record PolicyTrace(string? Version, IReadOnlyList<int>? TokenIds = null, IReadOnlyList<double>? LogProbs = null);

/// <summary>A turn that waits for a reply from outside.</summary>
/// <param name="Id">Names it in this deliberation; the same after a crash.</param>
/// <param name="Request">The hash of what is asked.</param>
/// <param name="Seat">Whose turn it is.</param>
/// <param name="Sample">Which of several independent samples, from 0.</param>
/// <param name="Messages">All that the seat is told, its own earlier replies included.</param>
/// <param name="Until">When it is no longer waited for, in UTC; null for no limit.</param>
public sealed record ExternalTurn(
    string Id, string Request, string Seat, int Sample, IReadOnlyList<ChatMessage> Messages, DateTimeOffset? Until);

/// <summary>A reply from outside.</summary>
/// <param name="Turn">The id of the turn.</param>
/// <param name="Text">What is said.</param>
/// <param name="Policy">Who said it, where that was told.</param>
public sealed record ExternalReply(string Turn, string Text, PolicyTrace? Policy = null)
{
    /// <summary>Throws <see cref="InputException"/> where the reply is larger than any may be or its lists do not fit.</summary>
    public void Check()
    {
        if (Text.Length > External.LongestText)
            throw new InputException($"text: {Text.Length} characters, and a reply may have {External.LongestText}");
        if (Policy is not { } policy) return;
        if (policy.TokenIds is { Count: > External.MostTokens } tokens)
            throw new InputException($"tokenIds: {tokens.Count} tokens, and a reply may have {External.MostTokens}");
        if (policy.LogProbs is not { } logProbs) return;
        if (policy.TokenIds is not { } ids || ids.Count != logProbs.Count)
            throw new InputException($"logProbs: {logProbs.Count} numbers for {policy.TokenIds?.Count ?? 0} tokenIds; it must be one a token");
        if (logProbs.FirstOrDefault(p => !double.IsFinite(p)) is var wrong && !double.IsFinite(wrong))
            throw new InputException($"logProbs: {wrong} is not a finite number");
    }
}

/// <summary>What became of a reply from outside.</summary>
public enum Receipt
{
    /// <summary>It is recorded.</summary>
    Accepted,

    /// <summary>The same reply was recorded before; nothing changed.</summary>
    Repeated,

    /// <summary>The turn has another reply.</summary>
    Conflict,

    /// <summary>No such turn waits and none was replied to.</summary>
    Unknown,
}
