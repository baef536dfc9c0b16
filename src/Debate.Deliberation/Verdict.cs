using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Debate.Deliberation;

/// <summary>How a deliberation ended, as far as its own rules go.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Decision>))]
public enum Decision
{
    /// <summary>It has an answer.</summary>
    [JsonStringEnumMemberName("decided")] Decided,

    /// <summary>It ended without an answer.</summary>
    [JsonStringEnumMemberName("undecided")] Undecided,

    /// <summary>Whoever had to decide gave no usable reply, however often it was asked.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
}

/// <summary>
/// What a deliberation came to. Who won (<see cref="Side"/>) and what the answer is (<see cref="Answer"/>) are two results; whether the
/// answer is right is a third, that only a checker with a key can give.
/// </summary>
public sealed record Verdict(Decision Decision)
{
    /// <summary>The answer; null where there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>The side that was supported, as it was said; null where none was.</summary>
    public string? Side { get; init; }

    /// <summary>Why, in the words of whoever decided.</summary>
    public string? Reason { get; init; }

    /// <summary>What ended it: for MAD break, fallback or rounds; other protocols have words of their own.</summary>
    public string? Ended { get; init; }

    /// <summary>Rounds played.</summary>
    public int Rounds { get; init; }

    /// <summary>What a reader should know about the verdict, such as a supported side that contradicts the answer.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Named numbers that the protocol measured, such as the strength of a claim.</summary>
    public ImmutableSortedDictionary<string, double> Measures { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>What each judge of a panel said in each order of reading, for audits; null where no panel judged.</summary>
    public ImmutableArray<PanelVote>? Votes { get; init; }
}

/// <summary>One thing that was said in the open, in the order of the transcript.</summary>
/// <param name="Index">Position in the transcript, from 0.</param>
/// <param name="Round">Round, from 1; 0 before the first.</param>
/// <param name="Seat">Who said it.</param>
/// <param name="Text">What was said.</param>
public sealed record Statement(int Index, int Round, string Seat, string Text);
