using Debate.Deliberation.Protocols;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Protocols;

/// <summary>Three voters of whom the last two mean another answer than the first, however much the words are alike: the two win.</summary>
public sealed class NearMissTests
{
    public static TheoryData<string, string, string> Triples => new()
    {
        { "increase by 5%", "decrease by 5%", "decrease by 5%" },
        { "5 km", "5 m", "5 m" },
        { "2 hours", "2 minutes", "2 min" },
        { "5 May", "5 June", "5 June" },
        { "Luna 9", "Surveyor 9", "Surveyor 9" },
        { "not 5", "5", "five" },
        { "-5", "5", "5.0" },
        { "2\\sqrt{3}", "2\\sqrt{5}", "2√5" },
        { "\\frac{1}{2}", "-\\frac{1}{2}", "−0.5" },
        { "(1, 2)", "(2, 1)", "(2,1)" },
        { "$20", "€20", "20 euros" },
        { "x^2", "x^3", "x³" },
    };

    [Theory]
    [MemberData(nameof(Triples))]
    public async Task Two_of_three_win(string one, string two, string three)
    {
        string[] answers = [one, two, three];
        foreach (var (protocol, options) in new[]
        {
            ("self-consistency", new[] { ("samples", "3") }), ("society-of-minds", [("rounds", "1"), ("decision", "plurality")]),
            ("ensemble-refinement", [("samples", "1"), ("refinements", "3")]), ("judge-debate", [("rounds", "1"), ("judges", "3")]),
        })
        {
            var engine = new EngineFixture(
                call => $"I say so.\nAnswer: {answers[call.Seat.Name == "solver" ? call.Sample : (call.Seat.Name[^1] - '1') % 3]}",
                SocietyOfMinds.Descriptor, EnsembleRefinement.Descriptor, JudgeDebate.Descriptor);
            var outcome = await engine.RunAsync(engine.Define(protocol, options));
            Assert.Equal((protocol, two), (protocol, outcome.Verdict!.Answer));
        }
    }
}
