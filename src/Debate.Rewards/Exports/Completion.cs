using Debate.Deliberation.Engine;

namespace Debate.Rewards.Exports;

/// <summary>Something that was said and can be trained on: what its speaker was told, what it said, and how good that was.</summary>
/// <param name="Turn">Names it within its deliberation.</param>
/// <param name="Seat">Who said it.</param>
/// <param name="Prompt">All that the speaker was told.</param>
/// <param name="Text">What was said.</param>
public sealed record Completion(string Turn, string Seat, IReadOnlyList<ChatMessage> Prompt, string Text)
{
    /// <summary>The address of the prompt: equal for equal prompts.</summary>
    public string Chat { get; init; } = "";

    /// <summary>The round of a debate in which it was said in the open; null elsewhere.</summary>
    public int? Round { get; init; }

    /// <summary>Which of several independent samples, from 0.</summary>
    public int Sample { get; init; }

    /// <summary>The configured model that said it; null where it came from outside and nobody told.</summary>
    public string? Model { get; init; }

    /// <summary>What a policy in training told of it; null elsewhere.</summary>
    public PolicyTrace? Policy { get; init; }

    /// <summary>Whether a policy outside said it: a seat that is played from outside, or an answer that was sent to be rewarded.</summary>
    public bool IsFromOutside { get; init; }

    /// <summary>Whether it is to be learnt; null where nobody can say.</summary>
    public bool? IsGood { get; init; }

    /// <summary>What it earned; null where nobody can say.</summary>
    public double? Reward { get; init; }
}

/// <summary>What decides whether a completion is good.</summary>
public enum LabelRule
{
    /// <summary>
    /// For debaters and answers that were judged <see cref="Judge"/>; else <see cref="Key"/> where the key is known, else
    /// <see cref="Majority"/>.
    /// </summary>
    Auto,

    /// <summary>Good is what gives an answer that the problem's key accepts.</summary>
    Key,

    /// <summary>Good is what the side said that the verdict names; of answers that were judged, those that win more often than not.</summary>
    Judge,

    /// <summary>Good is what gives the answer of the verdict: for samples, that of the majority (MACA, 2025).</summary>
    Majority,
}

/// <summary>How an export is made.</summary>
public sealed record ExportOptions
{
    /// <summary>Prompts and completions as lists of messages instead of texts.</summary>
    public bool IsConversational { get; init; }

    /// <summary>What decides whether a completion is good.</summary>
    public LabelRule Label { get; init; } = LabelRule.Auto;

    /// <summary>The split that rows name, where their form has one.</summary>
    public string Split { get; init; } = "train";
}
