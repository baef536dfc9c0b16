using Debate.Contracts;
using Orleans.Runtime;

namespace Debate.Grains.Tests.Cluster;

/// <summary>Which failures of a call are due to a silo.</summary>
public sealed class LostCallsTests
{
    [Fact]
    public void What_Orleans_cancelled_is_lost_and_what_we_cancelled_is_not()
    {
        Assert.True(new TaskCanceledException().IsSiloFailure(CancellationToken.None));
        Assert.False(new TaskCanceledException().IsSiloFailure(new CancellationToken(canceled: true)));
        Assert.True(new SiloUnavailableException().IsSiloFailure(new CancellationToken(canceled: true)));
        Assert.False(new InvalidOperationException().IsSiloFailure(CancellationToken.None));
    }
}
