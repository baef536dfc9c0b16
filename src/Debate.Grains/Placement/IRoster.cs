using Orleans.Runtime;

namespace Debate.Grains.Placement;

/// <summary>
/// The silos of the cluster and what each is there for, as far as this one knows: what a silo that has just come is there for is known a
/// moment later, and until then it counts as there for nothing.
/// </summary>
public interface IRoster
{
    /// <summary>Whether a silo plays a role.</summary>
    bool Plays(SiloAddress silo, SiloRole role);

    /// <summary>Whether any silo that is active plays a role.</summary>
    bool IsPlayed(SiloRole role);

    /// <summary>Whether calls to a model may go out from a silo.</summary>
    bool Hosts(SiloAddress silo, string model);

    /// <summary>
    /// The key of a host of a model: this silo where it hosts it, else the others that do by turns; null where none does just now.
    /// </summary>
    string? HostOf(string model);
}
