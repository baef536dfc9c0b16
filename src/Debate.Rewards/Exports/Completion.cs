using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Rewards.Exports;

/// <summary>A reply of a seat that is trained on: what it was told, what it said, and how good that was.</summary>
/// <param name="Turn">The turn's id.</param>
/// <param name="Asked">The reply as it was recorded.</param>
/// <param name="Prompt">All that the seat was told.</param>
/// <param name="IsGood">Whether it is to be learnt; null where nobody can say.</param>
/// <param name="Reward">What it earned; null where nobody can say.</param>
public sealed record Completion(string Turn, Asked Asked, IReadOnlyList<ChatMessage> Prompt, bool? IsGood, double? Reward)
{
    /// <summary>What was said.</summary>
    public string Text => Asked.Reply;
}

/// <summary>What decides whether a completion is good.</summary>
public enum LabelRule
{
    /// <summary>For debaters <see cref="Judge"/>; else <see cref="Key"/> where the key is known, else <see cref="Majority"/>.</summary>
    Auto,

    /// <summary>Good is what gives an answer that the problem's key accepts.</summary>
    Key,

    /// <summary>Good is what the side said that the verdict names.</summary>
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
