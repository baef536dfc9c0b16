using Debate.Grains.Placement;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Debate.Hosting;

/// <summary>Configures the roles of a silo.</summary>
public static class RoleHosting
{
    /// <summary>Publishes this silo's roles as metadata and places grains by the roles of all silos; every silo needs it.</summary>
    public static ISiloBuilder UseRoles(this ISiloBuilder silo, SiloRoles roles)
    {
        silo.UseSiloMetadata(new Dictionary<string, string> { [SiloRoles.MetadataKey] = roles.ToString() });
        silo.Services.AddSingleton(roles).AddSingleton<IClusterRoles, ClusterRoles>()
            .AddPlacementFilter<RoleFilter, RoleFilterDirector>(ServiceLifetime.Transient)
            .AddPlacementFilter<ModelFilter, ModelFilterDirector>(ServiceLifetime.Transient);
        return silo;
    }
}
