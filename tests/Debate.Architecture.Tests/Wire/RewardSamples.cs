using CsCheck;
using Debate.Deliberation;
using Debate.Rewards.Serving;

namespace Debate.Architecture.Tests.Wire;

/// <summary>Sample values of the messages of rewards.</summary>
internal static class RewardSamples
{
    private static readonly Gen<double> Unit = Gen.Double[0, 1];

    public static Gen<PairwiseJudgement> Contest { get; } = Gen.Select(Gen.Int[0, 9], Gen.Int[-1, 9], Unit, Unit, Gen.Bool,
        (one, other, p, q, both) => new PairwiseJudgement(one, other, p, both ? q : null));

    public static Gen<GroupRewards> Outcome { get; } =
        Gen.Select(Gen.Double[-9, 9].Array[0, 3], Unit.Array[0, 3], Unit.Array[0, 3], Contest.Array[0, 3],
        (rewards, p, disagreements, contests) => new GroupRewards([.. rewards], [.. p], [.. disagreements], [.. contests]));

    public static Gen<RewardCall> Call { get; } = Gen.Select(
        Samples.Optional, Samples.Text, Samples.Texts, Samples.Optional, Samples.Optional, Samples.Limit,
        (profile, prompt, answers, baseline, label, number) => new RewardCall(profile, prompt, [.. answers])
        {
            Baseline = baseline, Label = label, Key = label, Seed = number, Shape = baseline, Opponent = label, Record = number is null,
            Rollout = baseline, TellsUsageBefore = number is null,
            Deadline = number is { } n ? new TimeSpan(n) : null,
        });

    public static Gen<RewardReply> Reply { get; } = Gen.Select(Outcome, Gen.Enum<RewardFailure>(), Samples.Optional, Gen.Bool,
        (outcome, error, text, rewarded) => new RewardReply(rewarded ? outcome : null, error, text) 
        {
            Transcript = text, Profile = text, Usage = rewarded ? new Usage(1, 0, 2, 3, 0.5m) : null,
            UsageBefore = rewarded ? new Usage(0, 1) : null,
        });

    public static Gen<RolloutCall> Cohort { get; } =
        Gen.Select(Call, Gen.Int[1, 9], (call, size) => new RolloutCall(call, size) { Group = call.Label });
}
