using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Debate.Rewards.Texts;

namespace Debate.Contracts;

/// <summary>A group of answers to reward, or one.</summary>
/// <param name="Profile">How: the name of a profile; null for the one that counts where none is named.</param>
/// <param name="Prompt">The task that was answered.</param>
/// <param name="Answers">The answers; those of one call are a group.</param>
public sealed record RewardCall(string? Profile, string Prompt, ImmutableArray<string> Answers)
{
    /// <summary>The opponent's answer, for profiles whose opponent is a baseline.</summary>
    public string? Baseline { get; init; }

    /// <summary>What the data set says: the key for simulated judges, the state and actions (JSON) of an evidence debate.</summary>
    public string? Label { get; init; }

    /// <summary>What the caller calls this request, so that it is rewarded once; null for a hash over what is asked.</summary>
    public string? Key { get; init; }

    /// <summary>Of every random draw, with a hash over what is asked; the profile's where null.</summary>
    public long? Seed { get; init; }

    /// <summary>How long the caller waits; the profile's where null.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Another shape than the profile's; null for that.</summary>
    public string? Shape { get; init; }

    /// <summary>Whether an evidence debate is kept, so that it can be shown; those over texts always are.</summary>
    public bool Record { get; init; }

    /// <summary>Another opponent than the profile's; null for that.</summary>
    public string? Opponent { get; init; }
}

/// <summary>Why there is no reward.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RewardTrouble>))]
public enum RewardTrouble
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>It was asked wrongly: the same request will never be rewarded.</summary>
    Rejected,

    /// <summary>The key was used before, for something else.</summary>
    KeyTaken,

    /// <summary>No judge could be asked, or none gave a judgement that can be read.</summary>
    JudgeFailed,

    /// <summary>It takes longer than the deadline. The debate goes on; asking again with the same key gets its reward.</summary>
    Deadline,

    /// <summary>Others of the group did not come in time.</summary>
    Incomplete,
}

/// <summary>The rewards, or why there are none.</summary>
/// <param name="Outcome">The rewards; null where there is trouble.</param>
/// <param name="Trouble">What kind of trouble.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record RewardReply(TextOutcome? Outcome, RewardTrouble Trouble = RewardTrouble.None, string? Message = null)
{
    /// <summary>The run that holds the debates; null for evidence that nobody wanted kept: anybody can play it again.</summary>
    public string? Transcript { get; init; }

    /// <summary>The profile that was in force.</summary>
    public string? Profile { get; init; }

    /// <summary>A reply without rewards.</summary>
    public static RewardReply Without(RewardTrouble trouble, string message) => new(null, trouble, message);
}

/// <summary>An answer that waits for the others of its group.</summary>
/// <param name="Call">What is asked for it: one answer.</param>
/// <param name="Size">How many make the group.</param>
public sealed record CohortCall(RewardCall Call, int Size);
