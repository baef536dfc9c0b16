using System.Collections.Immutable;
using System.Net;
using Debate.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;

namespace Debate.Grains.Tests.Cluster;

/// <summary>A silo that stood still calls no model before its cluster says that it still belongs to it.</summary>
public sealed class StandstillTests
{
    private static readonly SiloAddress Self = SiloAddress.New(IPAddress.Loopback, 1, 1);

    private readonly SettableClock _clock = new();
    private readonly Membership _members = new();

    private StandstillGuard Guard => field ??= new(_members, new LocalSilo(), _clock, NullLogger<StandstillGuard>.Instance);

    [Fact]
    public void Calls_pass_while_the_process_runs_evenly()
    {
        for (var i = 0; i < 40; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            Assert.True(Guard.EnsureMemberAsync(default).IsCompletedSuccessfully);
            Guard.Tick();
        }
        Assert.Equal(0, _members.Refreshes);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task After_a_gap_of_either_clock_a_call_waits_for_the_membership(bool isFrozen, bool isTickFirst)
    {
        Assert.True(Guard.EnsureMemberAsync(default).IsCompletedSuccessfully);
        _members.Answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StandStill(isFrozen);
        // Whoever wakes first: the tick or a call.
        if (isTickFirst) Guard.Tick();
        var (one, two) = (Guard.EnsureMemberAsync(default), Guard.EnsureMemberAsync(default));
        Assert.False(one.IsCompleted || two.IsCompleted);
        _members.Answer.SetResult();
        await Task.WhenAll(one, two).WaitAsync(Patience.Long);
        Assert.Equal(1, _members.Refreshes);
        Assert.True(Guard.EnsureMemberAsync(default).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_silo_that_was_declared_dead_calls_nobody_again()
    {
        Assert.True(Guard.EnsureMemberAsync(default).IsCompletedSuccessfully);
        _members.Status = SiloStatus.Dead;
        StandStill(isFrozen: false);
        using var hangUp = new CancellationTokenSource();
        var call = Guard.EnsureMemberAsync(hangUp.Token);
        for (var i = 0; i < 10; i++) _clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.False(call.IsCompleted);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.False(Guard.EnsureMemberAsync(default).IsCompleted);
    }

    [Fact]
    public async Task A_membership_that_cannot_be_read_is_asked_again()
    {
        Assert.True(Guard.EnsureMemberAsync(default).IsCompletedSuccessfully);
        _members.Failures = 3;
        StandStill(isFrozen: false);
        var call = Guard.EnsureMemberAsync(default);
        await Patience.UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            return Task.FromResult(call.IsCompleted);
        }, "the call is not let out");
        Assert.Equal(4, _members.Refreshes);
    }

    // A frozen virtual machine finds its steady clock where it was; a stopped process finds both further.
    private void StandStill(bool isFrozen)
    {
        if (isFrozen) _clock.Wall += TimeSpan.FromSeconds(20);
        else _clock.Advance(TimeSpan.FromSeconds(20));
    }

    private sealed class SettableClock : FakeTimeProvider
    {
        public TimeSpan Wall { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Wall;
    }

    private sealed class Membership : IClusterMembershipService
    {
        public SiloStatus Status { get; set; } = SiloStatus.Active;

        public TaskCompletionSource? Answer { get; set; }

        public int Failures { get; set; }

        public int Refreshes { get; private set; }

        public ClusterMembershipSnapshot CurrentSnapshot => new(
            ImmutableDictionary<SiloAddress, ClusterMember>.Empty.Add(Self, new(Self, Status, "self")), new(1));

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

        public async ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
        {
            Refreshes++;
            if (Failures-- > 0) throw new IOException("away");
            if (Answer is { } answer) await answer.Task;
        }

        public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();
    }

    private sealed record LocalSilo : ILocalSiloDetails
    {
        public string Name => "self";

        public string ClusterId => "c";

        public string DnsHostName => "h";

        public SiloAddress SiloAddress => Self;

        public SiloAddress GatewayAddress => Self;
    }
}
