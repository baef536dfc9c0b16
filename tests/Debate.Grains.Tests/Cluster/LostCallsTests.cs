using Debate.Contracts;
using Orleans.Runtime;

namespace Debate.Grains.Tests.Cluster;

/// <summary>Which failures of a call are due to a silo.</summary>
public sealed class LostCallsTests
{
    [Fact]
    public void What_Orleans_cancelled_is_lost_and_what_we_cancelled_is_not()
    {
        Assert.True(new TaskCanceledException().IsOfSilo(CancellationToken.None));
        Assert.False(new TaskCanceledException().IsOfSilo(new CancellationToken(canceled: true)));
        Assert.True(new SiloUnavailableException().IsOfSilo(new CancellationToken(canceled: true)));
        Assert.False(new InvalidOperationException().IsOfSilo(CancellationToken.None));
    }
}
