using Debate.Cli;

namespace Debate.EndToEnd.Tests;

public sealed class VerbTests
{
    [Fact]
    public void Verb_alone_is_the_one_that_the_list_of_all_names()
    {
        foreach (var verb in Verbs.All)
        {
            var alone = Assert.Single(Verbs.Select([verb.Name, "--help"]));
            Assert.Equal((verb.Name, verb.Description, verb.GetType()), (alone.Name, alone.Description, alone.GetType()));
        }
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("--seed", "run")]
    [InlineData("rum")]
    [InlineData("[suggest:3]", "debate run")]
    public void All_verbs_are_there_for_what_begins_with_none(params string[] args) =>
        Assert.Equal(Verbs.All.Select(verb => verb.Name), Verbs.Select(args).Select(verb => verb.Name));
}
