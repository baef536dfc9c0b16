using Debate.Grains.Placement;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Debate.Hosting;

/// <summary>What a silo is there for.</summary>
public static class RoleHosting
{
    /// <summary>Publishes the roles of this silo as its metadata and places grains by those of all; every silo needs it.</summary>
    public static ISiloBuilder UseRoles(this ISiloBuilder silo, SiloRoles roles)
    {
        silo.UseSiloMetadata(new Dictionary<string, string> { [SiloRoles.Key] = roles.ToString() });
        silo.Services.AddSingleton(roles).AddSingleton<IRoster, Roster>()
            .AddPlacementFilter<RoleFilter, RoleFilterDirector>(ServiceLifetime.Transient)
            .AddPlacementFilter<ModelFilter, ModelFilterDirector>(ServiceLifetime.Transient);
        return silo;
    }
}
