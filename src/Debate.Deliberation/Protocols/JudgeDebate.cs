using System.ComponentModel.DataAnnotations;
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
public sealed class JudgeDebate : IProtocol<JudgeDebateOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<JudgeDebateOptions>("judge-debate", 2, () => new JudgeDebate())
    {
        Seats = o => [.. PeerDiscussion.GetDebaters(o.Debaters), .. PeerDiscussion.GetJudges(o.Judges)],
        Debaters = o => o.Debaters,
        MaxCalls = o => o.Rounds * (o.Debaters + o.Judges),
        SharedPrompts = PeerDiscussion.SharedPrompts,
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, JudgeDebateOptions options)
    {
        var (debaters, judges, rounds) = (
            PeerDiscussion.GetDebaters(options.Debaters), PeerDiscussion.GetJudges(options.Judges), options.Rounds);
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
}

/// <summary>The options of a debate in which the judges speak too.</summary>
public sealed record JudgeDebateOptions
{
    /// <summary>The number of debaters.</summary>
    [Option("Debaters."), Range(1, 9)]
    public int Debaters { get; init; } = 2;

    /// <summary>The number of judges.</summary>
    [Option("Judges."), Range(1, 9)]
    public int Judges { get; init; } = 3;

    /// <summary>The number of rounds.</summary>
    [Option("Rounds."), Range(1, 20)]
    public int Rounds { get; init; } = 2;
}
