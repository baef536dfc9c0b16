namespace Debate.Grains.Placement;

/// <summary>A role of a silo, besides hosting models.</summary>
public enum SiloRole
{
    /// <summary>Serves the HTTP API; every silo serves its health probes.</summary>
    Web,

    /// <summary>Drives deliberations, hosts graphs and computes rewards.</summary>
    Deliberation,

    /// <summary>Runs solver searches for the other silos.</summary>
    Solver,
}
