using Debate.Core.Input;

namespace Debate.Tournaments.Tests;

public sealed class PanelSpecTests
{
    private const string Head = "name: t\nsource: { maps: m }\nprotocol: judged\ndebaters: [a, b]\n";

    [Fact]
    public void A_pool_its_panel_and_canaries_are_read()
    {
        var spec = Read("judges: [x, { name: y, model: m, family: acme, persona: strict, temperature: 0 }]\npanel: { size: 1, conflicts: allow }\n"
            + "canaries: [boast, silent]").Panel;
        Assert.Equal(
            [new JudgeSpec { Name = "x" }, new JudgeSpec { Name = "y", Model = "m", Family = "acme", Persona = "strict",
                Sampling = new(0) }],
            spec.Judges);
        Assert.Equal((1, true, "boast,silent"), (spec.Size, spec.AllowsConflicts, spec.Canaries));
        Assert.Equal("boast,echo,forge,silent,suffix,tokens", Read("canaries: all").Panel.Canaries);
        Assert.Equal(("", false, 0), (Read("").Panel.Canaries, Read("").Panel.AllowsConflicts, Read("").Panel.Judges.Count));
    }

    [Theory]
    [InlineData("judges: [x, x]", "t.yaml, line 5: judges[1] 'x': it must not name a judge twice")]
    [InlineData("judges: [x]\npanel: { size: 2 }", "t.yaml, line 6: panel.size '2': it must be at most the number of judges, 1")]
    [InlineData("judges: [x]\npanel: { conflicts: maybe }", "t.yaml, line 6: panel.conflicts 'maybe': it must be one of avoid, allow")]
    [InlineData("panel: { size: 2 }", "t.yaml, line 5: panel: it must stand beside judges, a list of those it is drawn from")]
    [InlineData("canaries: [parrot]",
        "t.yaml, line 5: canaries 'a list': it must be one of: boast, echo, forge, silent, suffix, tokens, or all")]
    public void Every_violation_is_one_line_with_place_value_and_rule(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => Read(text)).Message);

    private static TournamentSpec Read(string more) => TournamentSpecReader.Read(Head + more, "t.yaml");
}
