using Orleans.Runtime;

namespace Debate.Grains.Placement;

/// <summary>
/// The silos of the cluster and their roles, as known to this silo: the roles of a silo that has just joined arrive a moment later, and
/// until then it counts as having none.
/// </summary>
public interface IClusterRoles
{
    /// <summary>Whether a silo has a role.</summary>
    bool HasRole(SiloAddress silo, SiloRole role);

    /// <summary>Whether any active silo has a role.</summary>
    bool IsRoleActive(SiloRole role);

    /// <summary>The active silos that have a role.</summary>
    IReadOnlyList<SiloAddress> FindSilos(SiloRole role);

    /// <summary>Whether a silo may send calls to a model.</summary>
    bool CanHost(SiloAddress silo, string model);

    /// <summary>Whether this silo may send calls to a model.</summary>
    bool IsHost(string model);

    /// <summary>
    /// Finds the key of another silo that hosts a model, in round-robin order; null if none does right now.
    /// </summary>
    string? FindHost(string model);
}
