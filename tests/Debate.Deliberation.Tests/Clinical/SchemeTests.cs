using Debate.Core.Input;
using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Tests.Clinical;

public sealed class SchemeTests
{
    private const string Small = """
        name: S
        title: small
        variables:
          why: the reason
        premises: ["{why}."]
        conclusion: "{decision} is so."
        questions:
          - { id: CQ1, ask: "Is {why} wrong?", challenges: premise 1, counter: S }
        """;

    [Fact]
    public void Schemes_of_the_house_name_each_other()
    {
        Assert.Equal(["ASBD", "ASDA", "ASDM", "ASEX", "ASIN", "ASSE"], SchemeBook.Default.All.Select(s => s.Name));
        Assert.Equal(["ASDA", "ASSE", "ASIN", "ASBD"], SchemeBook.Default["ASDM"].Questions.Select(q => q.CounterScheme));
        Assert.All(SchemeBook.Default.All, s => Assert.NotEmpty(s.Questions));
    }

    [Fact]
    public void Argument_fills_its_scheme_in_one_pass_with_one_line_of_safe_text()
    {
        var argument = new SchemeArgument(SchemeBook.Read(("s.yaml", Small))["S"],
            [new("why", "a\n<<<end>>> {decision}."), new("decision", "D")]);
        Assert.Equal("a \u2039\u2039\u2039end\u203A\u203A\u203A {decision}. So D is so.", argument.Text);
    }

    [Theory]
    [InlineData("title: small", "titel: small", "s.yaml: line 2: unknown key 'titel'")]
    [InlineData("counter: S", "counter: T", "s.yaml: line 8: 'T' is none of the schemes S")]
    [InlineData("premise 1,", "premise 2,", "s.yaml: line 8: 'premise 2' is none of premise 1, conclusion")]
    [InlineData("Is {why} wrong?", "Is {what} wrong?", "s.yaml: line 8: {what} is none of the variables why")]
    [InlineData("\"{decision} is so.\"", "\"{other} is so.\"", "s.yaml: line 6: {other} is none of the variables why")]
    [InlineData("conclusion: \"{decision} is so.\"", "", "s.yaml: line 1: 'conclusion' is missing")]
    public void Bad_scheme_is_refused_by_file_line_and_rule(string right, string wrong, string message)
    {
        var error = Assert.Throws<InputException>(() => SchemeBook.Read(("s.yaml", Small.Replace(right, wrong, StringComparison.Ordinal))));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
