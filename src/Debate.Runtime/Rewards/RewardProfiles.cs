using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Rewards.Serving;

namespace Debate.Runtime.Rewards;

/// <summary>The reward profiles of a silo; without profiles it rewards nothing.</summary>
/// <param name="profiles">The profiles.</param>
/// <param name="fallback">The profile of requests that name none; null for the only profile.</param>
/// <param name="services">The services of evidence profiles, by profile name.</param>
public sealed class RewardProfiles(
    IReadOnlyCollection<RewardProfile> profiles, string? fallback, IReadOnlyDictionary<string, EvidenceRewardService> services)
{
    /// <summary>No profile.</summary>
    public static RewardProfiles None { get; } = new([], null, new Dictionary<string, EvidenceRewardService>());

    /// <summary>All profiles.</summary>
    public IReadOnlyCollection<RewardProfile> All => profiles;

    /// <summary>Finds a profile by name, or the default for null; throws <see cref="InputException"/> if there is none.</summary>
    public RewardProfile Find(string? name)
    {
        if (profiles.Count == 0)
            throw new InputException("profile: nothing is rewarded here; the configuration needs rewards:, or name a judge of train-judge "
                + "(score --judge FILE, serve --reward-judge FILE)");
        var wanted = name ?? fallback ?? (profiles.Count == 1
            ? profiles.First().Name : throw new InputException($"profile: name one of {Names}"));
        return profiles.FirstOrDefault(p => p.Name == wanted) ?? throw new InputException($"profile '{wanted}': not one of {Names}");
    }

    /// <summary>Gets the service of an evidence profile.</summary>
    public EvidenceRewardService GetEvidenceService(RewardProfile profile) => services[profile.Name];

    private string Names => string.Join(", ", profiles.Select(p => p.Name));
}
