using Debate.Contracts;
using Debate.Grains.Placement;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Debate.Hosting;

/// <summary>The roles of the cluster's silos, from Orleans' membership and silo metadata.</summary>
public sealed class Roster(IClusterMembershipService members, ISiloMetadataCache metadata, ILocalSiloDetails self, SiloRoles own)
    : IRoster
{
    private int _last;

    /// <inheritdoc/>
    public bool Plays(SiloAddress silo, SiloRole role) => RolesOf(silo).Plays(role);

    /// <inheritdoc/>
    public bool IsPlayed(SiloRole role) => Active.Any(silo => Plays(silo, role));

    /// <inheritdoc/>
    public bool Hosts(SiloAddress silo, string model) => RolesOf(silo).Hosts(model);

    /// <inheritdoc/>
    public string? HostOf(string model)
    {
        if (own.Hosts(model)) return ModelHostKey.At(model, self.SiloAddress);
        var hosts = Active.Where(silo => Hosts(silo, model)).Order().ToArray();
        return hosts.Length == 0 ? null : ModelHostKey.At(model, hosts[(uint)Interlocked.Increment(ref _last) % hosts.Length]);
    }

    private IEnumerable<SiloAddress> Active =>
        members.CurrentSnapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => m.SiloAddress);

    private SiloRoles RolesOf(SiloAddress silo)
    {
        if (silo.Equals(self.SiloAddress)) return own;
        return metadata.GetSiloMetadata(silo).Metadata.TryGetValue(SiloRoles.Key, out var roles) ? SiloRoles.Parse(roles) : SiloRoles.None;
    }
}
