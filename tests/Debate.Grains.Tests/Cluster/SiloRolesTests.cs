using Debate.Core.Input;
using Debate.Grains.Placement;

namespace Debate.Grains.Tests.Cluster;

/// <summary>Roles in their written form.</summary>
public sealed class SiloRolesTests
{
    [Theory]
    [InlineData("web", "web")]
    [InlineData(" solver, web ", "solver,web")]
    [InlineData("model-host:b+a,deliberation,model-host:c", "deliberation,model-host:a+b+c")]
    [InlineData("model-host,model-host:a", "model-host")]
    public void Roles_are_read_and_written(string text, string written)
    {
        var roles = SiloRoles.Parse(text);
        Assert.Equal(written, roles.ToString());
        Assert.Equal(written, SiloRoles.Parse(written).ToString());
    }

    [Theory]
    [InlineData("gpu", "--roles 'gpu': it must be deliberation, program, solver, web, model-host or model-host:NAME")]
    [InlineData("web,model-host:a+", "--roles 'model-host:a+': a name of a model is empty")]
    [InlineData(" , ", "--roles ' , ': it must name at least one role")]
    public void What_is_no_role_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => SiloRoles.Parse(text, "--roles")).Message);

    [Fact]
    public void Host_of_named_models_hosts_these_alone()
    {
        var roles = SiloRoles.Parse("model-host:small");
        Assert.True(roles.CanHost("small"));
        Assert.False(roles.CanHost("large") || roles.HasRole(SiloRole.Deliberation) || SiloRoles.None.CanHost("small"));
        Assert.True(SiloRoles.All.CanHost("large") && SiloRoles.All.HasRole(SiloRole.Web));
    }
}
