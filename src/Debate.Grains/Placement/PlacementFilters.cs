using Debate.Grains.Models;
using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime.Placement;
using Orleans.Runtime;

namespace Debate.Grains.Placement;

/// <summary>Places the grain on a silo that hosts the model named by its key, or on the silo that the key names.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlacedByModelAttribute() : PlacementFilterAttribute(new ModelFilter());

/// <summary>Selects silos that host a model.</summary>
public sealed class ModelFilter() : PlacementFilterStrategy(order: 0);

/// <summary>Applies <see cref="ModelFilter"/>.</summary>
public sealed class ModelFilterDirector(IClusterRoles clusterRoles) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var (model, only) = ModelHostKey.Parse(target.GrainIdentity.Key.ToString()!);
        return silos.Where(silo => (only is null || silo.Equals(only)) && clusterRoles.CanHost(silo, model));
    }
}

/// <summary>Places the grain on the silo that its key names.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlacedBySiloAttribute() : PlacementFilterAttribute(new SiloFilter());

/// <summary>Selects one silo.</summary>
public sealed class SiloFilter() : PlacementFilterStrategy(order: 0);

/// <summary>Applies <see cref="SiloFilter"/>.</summary>
public sealed class SiloFilterDirector : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var only = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return silos.Where(only.Equals);
    }
}

/// <summary>Places the grain only on silos that have a role.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlacedByRoleAttribute(SiloRole role) : PlacementFilterAttribute(new RoleFilter(role));

/// <summary>
/// Selects silos that have a role. Orleans' built-in filters compare silos with the caller's metadata; this one depends on the grain's
/// role.
/// </summary>
public sealed class RoleFilter : PlacementFilterStrategy
{
    private const string Property = "role";

    /// <summary>Creates a filter whose role is read from the grain's properties.</summary>
    public RoleFilter() : base(order: 0)
    {
    }

    /// <summary>Creates a filter for a role.</summary>
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
public sealed class RoleFilterDirector(IClusterRoles clusterRoles) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(
        PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
        silos.Where(silo => clusterRoles.HasRole(silo, ((RoleFilter)filterStrategy).Role));
}
