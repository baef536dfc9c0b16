using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Debate.Deliberation;

/// <summary>How a deliberation ended by the rules of its protocol.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Decision>))]
public enum Decision
{
    /// <summary>It has an answer.</summary>
    [JsonStringEnumMemberName("decided")] Decided,

    /// <summary>It ended without an answer.</summary>
    [JsonStringEnumMemberName("undecided")] Undecided,

    /// <summary>The deciding seat gave no usable reply after all re-asks.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
}

/// <summary>
/// The result of a deliberation. Who won (<see cref="Side"/>) and what the answer is (<see cref="Answer"/>) are two results; whether the
/// answer is right is a third, which only a checker with the key can give.
/// </summary>
public sealed record Verdict(Decision Decision)
{
    /// <summary>The answer; null where there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>The supported side, in the words of the deciding seat; null where none was supported.</summary>
    public string? Side { get; init; }

    /// <summary>The reason, in the words of the deciding seat.</summary>
    public string? Reason { get; init; }

    /// <summary>What ended it: for MAD break, fallback or rounds; other protocols have other words.</summary>
    public string? Ended { get; init; }

    /// <summary>Rounds played.</summary>
    public int Rounds { get; init; }

    /// <summary>What a reader should know about the verdict, such as a supported side that contradicts the answer.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Named numbers that the protocol measured, such as the strength of a claim.</summary>
    public ImmutableSortedDictionary<string, double> Measures { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The vote of each judge of a panel in each order of reading, for audits; null where no panel judged.</summary>
    public ImmutableArray<PanelVote>? Votes { get; init; }
}

/// <summary>One statement of the transcript, in its order.</summary>
/// <param name="Index">Position in the transcript, from 0.</param>
/// <param name="Round">Round, from 1; 0 before the first.</param>
/// <param name="Seat">The seat that spoke.</param>
/// <param name="Text">Its text.</param>
public sealed record Statement(int Index, int Round, string Seat, string Text);
