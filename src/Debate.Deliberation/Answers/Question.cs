namespace Debate.Deliberation.Answers;

/// <summary>One question of a question set, with its key; for translation the source text is the question.</summary>
/// <param name="Key">Stable and unique in its set: the given id, else the item's number from 1.</param>
/// <param name="Text">What is asked.</param>
/// <param name="Answers">The right answers, all of which count as one (aliases); at least one.</param>
public sealed record Question(string Key, string Text, IReadOnlyList<string> Answers)
{
    /// <summary>The options of a multiple-choice question, A first; empty for an open one.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Answers known to be wrong; may be empty.</summary>
    public IReadOnlyList<string> WrongAnswers { get; init; } = [];

    /// <summary>The text to translate; null for a question that is no translation.</summary>
    public string? Source { get; init; }

    /// <summary>The right translation.</summary>
    public string? Reference { get; init; }

    /// <summary>A translation that falls into the trap.</summary>
    public string? WrongReference { get; init; }

    /// <summary>Why the answer is right; never shown to a seat.</summary>
    public string? Explanation { get; init; }
}
