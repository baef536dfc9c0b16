using Debate.Core.Input;
using Debate.Rewards.Trajectories;

namespace Debate.Rewards.Tests.Trajectories;

public sealed class TrajectoryFileTests
{
    private const string Header = "traj,step,m:charttime,o:HR,o:SOFA,a:action,r:reward";

    private static TrajectoryData Read(string text) => TrajectoryFile.Read(new StringReader(text), "log.csv");

    [Fact]
    public void Columns_are_found_by_name_wherever_they_stand()
    {
        var data = Read($"r:reward,o:SOFA,a:action,step,traj,o:HR,m:icustayid\n0,4.5,24,0,7,80,x\n-0.025,5,0,1,7,81.5,x\n1,3,5,0,8,60,y\n");
        Assert.Equal(["SOFA", "HR"], data.Features.Names);
        Assert.Equal([new(7, 0, 0, 24, 0), new(7, 1, 1, 0, -.025), new(8, 0, 2, 5, 1)], data.Steps);
        Assert.Equal([5f, 81.5f], data.Features.Row(1).ToArray());
    }

    [Fact]
    public void Spaces_around_names_of_columns_are_no_part_of_them()
    {
        var data = Read("traj, step, o:HR , o: SOFA, a:action, r:reward\n7,0,80,4.5,24,0\n");
        Assert.Equal(["HR", "SOFA"], data.Features.Names);
        Assert.Equal([80f, 4.5f], data.Features.Row(0).ToArray());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("traj,step,o:HR,r:reward\n", "a:action")]
    [InlineData("traj,step,a:action,r:reward\n", "'o:'")]
    [InlineData(Header + "\n1,0,t,80,4,3\n", "line 2: 6 columns")]
    [InlineData(Header + "\n1,0,t,80,,3,0\n", "line 2: ''")]
    [InlineData(Header + "\n1,0,t,80,4,25,0\n", "'25'")]
    [InlineData(Header + "\n1,0,t,80,4,1.5,0\n", "'1.5'")]
    [InlineData(Header + "\n1,0,t,inf,4,1,0\n", "'inf'")]
    [InlineData(Header + "\n1,1,t,80,4,1,0\n1,1,t,80,4,1,0\n", "line 3: step 1")]
    [InlineData(Header + "\n1,0,t,80,4,1,0\n2,0,t,80,4,1,0\n1,1,t,80,4,1,0\n", "line 4: trajectory 1")]
    public void What_is_wrong_is_named(string text, string named) =>
        Assert.Contains(named, Assert.Throws<InputException>(() => Read(text)).Message, StringComparison.Ordinal);
}
