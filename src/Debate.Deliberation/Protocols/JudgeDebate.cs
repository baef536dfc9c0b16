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
    public static ProtocolDescriptor Descriptor { get; } = new("judge-debate", 2, () => new JudgeDebate())
    {
        Options =
        [
            OptionRule.Number("debaters", 2, 1, 9, "Debaters."),
            OptionRule.Number("judges", 3, 1, 9, "Judges."),
            OptionRule.Number("rounds", 2, 1, 20, "Rounds."),
        ],
        Seats = o => [.. PeerDiscussion.GetDebaters(o), .. GetJudges(o)],
        Debaters = o => o.Number("debaters"),
        MaxCalls = o => o.Number("rounds") * (o.Number("debaters") + o.Number("judges")),
        SharedPrompts = PeerDiscussion.SharedPrompts,
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d)
    {
        var (debaters, judges, rounds) = (PeerDiscussion.GetDebaters(d.Options), GetJudges(d.Options), d.Options.Number("rounds"));
        var rules = Prompts.Fill("panel/rules", ("question", d.Problem.PromptText));
        var discussion = new Discussion(d);
        foreach (var seat in debaters) discussion.AddSeat(seat, Prompts.Fill("panel/debater", ("rules", rules), ("seat", seat)));
        foreach (var seat in judges) discussion.AddSeat(seat, Prompts.Fill("judge-debate/judge", ("rules", rules), ("seat", seat)));
        string[] all = [.. debaters, .. judges];
        for (var round = 1; round <= rounds; round++)
            foreach (var step in DiscussionStep.OneByOne(all, all)) await discussion.RunStepAsync(step, round, Told);
        var verdict = await new VotingStage(d, discussion, judges, DecisionRules.Plurality).HoldVoteAsync(rounds);
        var gave = debaters.Where(seat => verdict.Answer is { } answer
            && AnswerGroups.AreSame(discussion.GetMember(seat).Answer, answer, d.Problem.Choices)).ToArray();
        return verdict with { Side = gave is [var only] ? only : null };

        string Told(string seat, string heard) => heard.Length == 0 ? Prompts.Get("judge-debate/opening")
            : Prompts.Fill(judges.Contains(seat) ? "judge-debate/weigh" : "judge-debate/reply", ("heard", heard));
    }

    private static IReadOnlyList<string> GetJudges(ProtocolOptions o) => PeerDiscussion.GetJudges(o.Number("judges"));
}
