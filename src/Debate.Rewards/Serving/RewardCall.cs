using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Debate.Deliberation;
using Debate.Rewards.Shapes;
using Debate.Rewards.Texts;

namespace Debate.Rewards.Serving;

/// <summary>A request to reward one answer or a group of answers.</summary>
/// <param name="Profile">The name of the profile to reward by; null for the default profile.</param>
/// <param name="Prompt">The task that was answered.</param>
/// <param name="Answers">The answers; the answers of one call form a group.</param>
public sealed record RewardCall(string? Profile, string Prompt, ImmutableArray<string> Answers)
{
    /// <summary>The opponent's answer, for profiles whose opponent is a baseline.</summary>
    public string? Baseline { get; init; }

    /// <summary>The data set's label: the answer key for simulated judges, or the state and actions (JSON) of an evidence debate.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// The caller's idempotency key, which stands for one content: all that decides the reward. Null for none: then equal contents are
    /// rewarded once.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>What tells this answer from others with the same text, such as the id of its rollout; null for nothing.</summary>
    public string? Rollout { get; init; }

    /// <summary>Together with a hash of the content, the seed of every random draw; null for the profile's seed.</summary>
    public long? Seed { get; init; }

    /// <summary>How long the caller waits; null for the profile's deadline.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The reward shape to use; null for the profile's.</summary>
    public string? Shape { get; init; }

    /// <summary>Whether the reply says what the run had used before this call: <see cref="RewardReply.UsageBefore"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TellsUsageBefore { get; init; }

    /// <summary>Whether to record an evidence debate so that it can be shown; debates over texts are always recorded.</summary>
    public bool Record { get; init; }

    /// <summary>The opponent to use; null for the profile's.</summary>
    public string? Opponent { get; init; }

    /// <summary>
    /// The call as the judges are to see it: prompt, answers and baseline in words (<see cref="PromptWords"/>). By every door alike, so
    /// that the same answer to the same prompt gets the same reward.
    /// </summary>
    public RewardCall InWords()
    {
        var prompt = PromptWords.Read(Prompt);
        return this with
        {
            Prompt = prompt.Text,
            Answers = Answers.IsDefault ? [] : [.. Answers.Select(prompt.ReadAnswer)],
            Baseline = Baseline is null ? null : PromptWords.ReadBaseline(Baseline),
        };
    }
}

/// <summary>Why there is no reward.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RewardFailure>))]
public enum RewardFailure
{
    /// <summary>There is a reward.</summary>
    None,

    /// <summary>The request is invalid and will never be rewarded.</summary>
    Rejected,

    /// <summary>The key was used before, for a different request.</summary>
    KeyTaken,

    /// <summary>No judge gave a readable judgement; asking again gets the same answer.</summary>
    JudgeFailed,

    /// <summary>The debate takes longer than the deadline. It goes on; asking again with the same key gets its reward.</summary>
    Deadline,

    /// <summary>Other answers of the group did not arrive in time, so that it is closed; the same answer may join a later group.</summary>
    Incomplete,

    /// <summary>A judge's model could not be reached; asking again goes on with the debate.</summary>
    JudgeUnreachable,
}

/// <summary>The rewards, or why there are none.</summary>
/// <param name="Outcome">The rewards; null on failure.</param>
/// <param name="Trouble">Why there are no rewards.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record RewardReply(GroupRewards? Outcome, RewardFailure Trouble = RewardFailure.None, string? Message = null)
{
    /// <summary>The run that holds the debates; null for an evidence debate that was not recorded: it can be played again.</summary>
    public string? Transcript { get; init; }

    /// <summary>The profile that was used.</summary>
    public string? Profile { get; init; }

    /// <summary>What the run of <see cref="Transcript"/> has used so far, whoever asked for it; null if there is none.</summary>
    public Usage? Usage { get; init; }

    /// <summary>What that run had used before the call; null unless the call asked for it.</summary>
    public Usage? UsageBefore { get; init; }

    /// <summary>Creates a reply without rewards.</summary>
    public static RewardReply FromFailure(RewardFailure error, string message) => new(null, error, message);
}

/// <summary>An answer that waits for the other answers of its group.</summary>
/// <param name="Call">The request, with exactly one answer.</param>
/// <param name="Size">The number of answers in the group.</param>
public sealed record RolloutCall(RewardCall Call, int Size)
{
    /// <summary>The caller's name for the group; null where the prompt is all that tells groups apart.</summary>
    public string? Group { get; init; }
}

/// <summary>
/// The baselines of the first and second speaker in each profile's debates, for the shape zero-sum without numbers of its own. They are
/// learned from every reward computed in this process, so they start at 0 with the process; the numbers used for a reward are recorded in
/// its run's options.
/// </summary>
public sealed partial class ProfileBaselines
{
    private readonly Lock _lock = new();
    private RoleAdvantageBaseline _baselines = RoleAdvantageBaseline.Empty;

    /// <summary>Writes the current baselines into a shape expression.</summary>
    public string ApplyBaselines(string profile, string shape)
    {
        var now = _baselines;
        return BareZeroSum().Replace(shape, FormattableString.Invariant(
            $"zero-sum({now[profile, "first"]:0.######}, {now[profile, "second"]:0.######})"));
    }

    /// <summary>Updates the baselines from judged debates.</summary>
    public void UpdateBaselines(string profile, string shape, GroupRewards outcome)
    {
        if (!shape.Contains("zero-sum", StringComparison.Ordinal)) return;
        lock (_lock)
            foreach (var contest in outcome.Contests)
            {
                _baselines = _baselines.WithReturn(profile, "first", Math.Sign(contest.InOrder - 0.5));
                if (contest.Reversed is { } reversed) _baselines = _baselines.WithReturn(profile, "second", Math.Sign(reversed - 0.5));
            }
    }

    [GeneratedRegex(@"\bzero-sum\b(?!\s*\()", RegexOptions.CultureInvariant)]
    private static partial Regex BareZeroSum();
}
