namespace Debate.Grains.Placement;

/// <summary>What a silo may be there for, besides hosting models.</summary>
public enum SiloRole
{
    /// <summary>It serves the doors over HTTP; every silo has its probes.</summary>
    Web,

    /// <summary>It drives deliberations, holds graphs and gives rewards.</summary>
    Deliberation,

    /// <summary>It searches for others.</summary>
    Solver,
}
