using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Rewards.Exports;

/// <summary>A reply that can be trained on: the prompt of its speaker, the text, and how good it was.</summary>
/// <param name="Turn">Identifies it within its deliberation.</param>
/// <param name="Seat">The seat of the speaker.</param>
/// <param name="Prompt">The messages that the speaker received.</param>
/// <param name="Text">The text of the reply.</param>
public sealed record Completion(string Turn, string Seat, IReadOnlyList<ChatMessage> Prompt, string Text)
{
    /// <summary>The content hash of the prompt: equal for equal prompts.</summary>
    public string PromptHash { get; init; } = "";

    /// <summary>The round of a debate in which it was stated publicly; null elsewhere.</summary>
    public int? Round { get; init; }

    /// <summary>The index among several independent samples, from 0.</summary>
    public int Sample { get; init; }

    /// <summary>The configured model that produced it; null if it came from outside and no model was named.</summary>
    public string? Model { get; init; }

    /// <summary>What a policy in training reported about it; null elsewhere.</summary>
    public PolicyTrace? Policy { get; init; }

    /// <summary>
    /// Whether an external policy produced it: a seat that is played from outside, or an answer that was submitted for a reward.
    /// </summary>
    public bool IsFromOutside { get; init; }

    /// <summary>Whether it is good, that is, to be learned; null if unknown.</summary>
    public bool? IsGood { get; init; }

    /// <summary>Its reward; null if unknown.</summary>
    public double? Reward { get; init; }
}

/// <summary>What decides whether a completion is good.</summary>
public enum LabelRule
{
    /// <summary>
    /// <see cref="Judge"/> for debaters and for answers that were judged; otherwise <see cref="Key"/> if the key is known, else
    /// <see cref="Majority"/>.
    /// </summary>
    Auto,

    /// <summary>A completion is good if its answer is accepted by the problem's key.</summary>
    Key,

    /// <summary>
    /// A completion is good if it comes from the side that the verdict names; of answers that were judged, those that win more often than
    /// not.
    /// </summary>
    Judge,

    /// <summary>A completion is good if it gives the answer of the verdict: for samples, the majority's answer (MACA, 2025).</summary>
    Majority,
}

/// <summary>Options of an export.</summary>
public sealed record ExportOptions
{
    /// <summary>Whether prompts and completions are lists of messages instead of texts.</summary>
    public bool IsConversational { get; init; }

    /// <summary>What decides whether a completion is good.</summary>
    public LabelRule Label { get; init; } = LabelRule.Auto;

    /// <summary>The split that rows name, if their form has one.</summary>
    public string Split { get; init; } = "train";
}
