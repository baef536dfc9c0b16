using Debate.Deliberation.Answers;
using Debate.Deliberation.Decisions;
using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// A debate in which the judges speak too: in each round every debater speaks and then every judge, each hearing all earlier statements; a
/// single judge guides the debate and its last answer counts (the judge debate of Smit et al., "Should We Be Going MAD?", ICML 2024);
/// several judges argue with one another over the case and the most frequent of their last answers counts (after Chan et al., "ChatEval",
/// 2024).
/// </summary>
public sealed class JudgeDebate : IProtocol
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolEntry Entry { get; } = new("judge-debate", 1, () => new JudgeDebate())
    {
        Options =
        [
            OptionRule.Number("debaters", 2, 1, 9, "Debaters."),
            OptionRule.Number("judges", 3, 1, 9, "Judges."),
            OptionRule.Number("rounds", 2, 1, 20, "Rounds."),
        ],
        Seats = o => [.. Panel.Debaters(o), .. Judges(o)],
        Debaters = o => o.Number("debaters"),
        MaxCalls = o => o.Number("rounds") * (o.Number("debaters") + o.Number("judges")),
        SharedPrompts = Panel.SharedPrompts,
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d)
    {
        var (debaters, judges, rounds) = (Panel.Debaters(d.Options), Judges(d.Options), d.Options.Number("rounds"));
        var rules = Prompts.Fill("panel/rules", ("question", d.Problem.Told));
        var discussion = new Discussion(d);
        foreach (var seat in debaters) discussion.Seat(seat, Prompts.Fill("panel/debater", ("rules", rules), ("seat", seat)));
        foreach (var seat in judges) discussion.Seat(seat, Prompts.Fill("judge-debate/judge", ("rules", rules), ("seat", seat)));
        string[] all = [.. debaters, .. judges];
        for (var round = 1; round <= rounds; round++)
            foreach (var step in Step.OneByOne(all, all)) await discussion.StepAsync(step, round, Told);
        var verdict = await new Election(d, discussion, judges, new Plurality()).HoldAsync(rounds);
        var gave = debaters.Where(seat => verdict.Answer is { } answer && Form(discussion.Member(seat).Answer) == Form(answer)).ToArray();
        return verdict with { Side = gave is [var only] ? only : null };

        string Form(string answer) => AnswerForm.Of(answer, d.Problem.Choices);

        string Told(string seat, string heard) => heard.Length == 0 ? Prompts.Text("judge-debate/opening")
            : Prompts.Fill(judges.Contains(seat) ? "judge-debate/weigh" : "judge-debate/reply", ("heard", heard));
    }

    private static IReadOnlyList<string> Judges(ProtocolOptions o) => Panel.Judges(o.Number("judges"));
}
