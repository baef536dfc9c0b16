using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Debate.Grains.Placement;

/// <summary>The grain lives on silos of a role alone.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlacedByRoleAttribute(SiloRole role) : PlacementFilterAttribute(new RoleFilter(role));

/// <summary>Passes silos of a role. The filters that come with Orleans match the caller's metadata; this asks for the callee's.</summary>
public sealed class RoleFilter : PlacementFilterStrategy
{
    private const string Property = "role";

    /// <summary>A filter whose role is read from the grain's properties.</summary>
    public RoleFilter() : base(order: 0)
    {
    }

    /// <summary>A filter of a role.</summary>
    public RoleFilter(SiloRole role) : base(order: 0) => Role = role;

    /// <summary>The role.</summary>
    public SiloRole Role { get; private set; }

    /// <inheritdoc/>
    public override void AdditionalInitialize(GrainProperties properties) =>
        Role = Enum.Parse<SiloRole>(GetPlacementFilterGrainProperty(Property, properties)!);

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, IReadOnlyDictionary<string, string> existingProperties) =>
        [new(Property, Role.ToString())];
}

/// <summary>Applies <see cref="RoleFilter"/>.</summary>
public sealed class RoleFilterDirector(IRoster roster) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(
        PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
        silos.Where(silo => roster.Plays(silo, ((RoleFilter)filterStrategy).Role));
}
