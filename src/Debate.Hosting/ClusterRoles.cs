using Debate.Grains.Models;
using Debate.Grains.Placement;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime;

namespace Debate.Hosting;

/// <summary>The roles of the cluster's silos, from Orleans' membership and silo metadata.</summary>
public sealed class ClusterRoles(IClusterMembershipService members, ISiloMetadataCache metadata, ILocalSiloDetails self, SiloRoles own)
    : IClusterRoles
{
    private int _lastHost;

    /// <inheritdoc/>
    public bool HasRole(SiloAddress silo, SiloRole role) => GetRoles(silo).HasRole(role);

    /// <inheritdoc/>
    public bool IsRoleActive(SiloRole role) => ActiveSilos.Any(silo => HasRole(silo, role));

    /// <inheritdoc/>
    public IReadOnlyList<SiloAddress> FindSilos(SiloRole role) => [.. ActiveSilos.Where(silo => HasRole(silo, role))];

    /// <inheritdoc/>
    public bool CanHost(SiloAddress silo, string model) => GetRoles(silo).CanHost(model);

    /// <inheritdoc/>
    public bool IsHost(string model) => own.CanHost(model);

    /// <inheritdoc/>
    public string? FindHost(string model)
    {
        var hosts = ActiveSilos.Where(silo => CanHost(silo, model)).Order().ToArray();
        return hosts.Length == 0 ? null : ModelHostKey.Create(model, hosts[(uint)Interlocked.Increment(ref _lastHost) % hosts.Length]);
    }

    private IEnumerable<SiloAddress> ActiveSilos =>
        members.CurrentSnapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => m.SiloAddress);

    private SiloRoles GetRoles(SiloAddress silo)
    {
        if (silo.Equals(self.SiloAddress)) return own;
        return metadata.GetSiloMetadata(silo).Metadata.TryGetValue(SiloRoles.MetadataKey, out var roles) ? SiloRoles.Parse(roles)
            : SiloRoles.None;
    }
}

/// <summary>Configures the roles of a silo.</summary>
public static class RoleHosting
{
    /// <summary>Publishes this silo's roles as metadata and places grains by the roles of all silos; every silo needs it.</summary>
    public static ISiloBuilder UseRoles(this ISiloBuilder silo, SiloRoles roles)
    {
        silo.UseSiloMetadata(new Dictionary<string, string> { [SiloRoles.MetadataKey] = roles.ToString() });
        silo.Services.AddSingleton(roles).AddSingleton<IClusterRoles, ClusterRoles>()
            .AddPlacementFilter<RoleFilter, RoleFilterDirector>(ServiceLifetime.Transient)
            .AddPlacementFilter<ModelFilter, ModelFilterDirector>(ServiceLifetime.Transient)
            .AddPlacementFilter<SiloFilter, SiloFilterDirector>(ServiceLifetime.Transient);
        return silo;
    }
}
