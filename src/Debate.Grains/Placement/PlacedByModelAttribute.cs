using Debate.Contracts;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

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
