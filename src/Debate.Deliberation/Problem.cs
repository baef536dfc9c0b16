using System.Text.Json.Serialization;

namespace Debate.Deliberation;

/// <summary>
/// What a deliberation is about. Seats see <see cref="Text"/>, <see cref="Source"/> and <see cref="Choices"/>. The key
/// (<see cref="Answers"/>, <see cref="Reference"/> and the known wrong answers) is for checkers and simulated models only and never enters
/// a prompt, with one exception: a debate between two answers may put a right and a wrong one into its prompts, without marking which is
/// which.
/// </summary>
/// <param name="Key">Stable and unique in its set: a given id, else the item's number from 1.</param>
/// <param name="Text">The question or motion.</param>
public sealed record Problem(string Key, string Text)
{
    /// <summary>Accepted answers, all equally right; empty where the right answer is not known.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>The options of a multiple choice question, in order; empty for an open question.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Known wrong answers, used by simulated models and contrasts.</summary>
    public IReadOnlyList<string> WrongAnswers { get; init; } = [];

    /// <summary>The text to translate, for a translation problem.</summary>
    public string? Source { get; init; }

    /// <summary>The reference translation.</summary>
    public string? Reference { get; init; }

    /// <summary>A translation known to be wrong, to contrast with the reference.</summary>
    public string? WrongReference { get; init; }

    /// <summary>Why the answer is right; for human readers only.</summary>
    public string? Explanation { get; init; }

    /// <summary>The argument graph that the problem is about, in the JSON of <see cref="Argumentation.Formats.GraphJson"/>.</summary>
    public string? Graph { get; init; }

    /// <summary>The id of the argument in <see cref="Graph"/> that is debated.</summary>
    public string? Motion { get; init; }

    /// <summary>
    /// The clinical knowledge base (YAML) that contains this problem as the case <see cref="Key"/>; null where there is none.
    /// </summary>
    public string? Knowledge { get; init; }

    /// <summary>
    /// A text that the question is about and that only the seats chosen by the protocol may read (the debaters of a debate over
    /// information); it is not part of <see cref="PromptText"/>. Null where there is none.
    /// </summary>
    public string? Passage { get; init; }

    /// <summary>
    /// Whether every seat reads the passage, before the text, as in a question out of a conversation; only where the protocol does not itself
    /// choose who reads it (<see cref="ProtocolDescriptor.AssignsPassage"/>).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPassageShared { get; init; }

    /// <summary>The problems that this one consists of: the motions of a tournament, the questions of an evaluation; else empty.</summary>
    public IReadOnlyList<Problem> Parts { get; init; } = [];

    /// <summary>The text that prompts show to seats: a shared passage; text, source and choices, separated by blank lines.</summary>
    [JsonIgnore]
    public string PromptText => WithSharedPassage(string.Join("\n\n", new[]
    {
        Text, Source, string.Join('\n', Choices.Select((choice, i) => $"({(char)('A' + i)}) {choice}")),
    }.Where(part => !string.IsNullOrEmpty(part))));

    /// <summary>A text as seats read it: after the passage, where that is shared.</summary>
    public string WithSharedPassage(string text) => IsPassageShared && Passage is { Length: > 0 } passage
        ? Prompts.Fill("conversation/question", ("passage", passage), ("question", text)) : text;
}
