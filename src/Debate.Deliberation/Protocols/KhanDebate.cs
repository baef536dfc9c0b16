using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Debate over a text that only the debaters hold (Khan et al., "Debating with More Persuasive LLMs Leads to More Truthful Answers", ICML
/// 2024): each argues for one of two answers and quotes the text; the engine verifies the quotes and marks them; a judge who never sees the
/// text decides. The text is the problem's passage and a debater's own private context.
/// </summary>
public sealed class KhanDebate : IProtocol
{
    private const string Judge = "judge";
    private static readonly string[] Sides = ["debater-a", "debater-b"];
    private static readonly string[] All = [.. Sides, Judge];

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new("khan-debate", 2, () => new KhanDebate())
    {
        Options =
        [
            OptionRule.Number("rounds", 3, 1, 20, "Rounds."),
            OptionRule.OneOf("turns", "Whether both speak at once, or one after the other.", "simultaneous", "sequential"),
            OptionRule.OneOf("interactive", "Whether the judge asks the debaters something after each round but the last.", "no", "yes"),
            AnswerPair.Option,
            QuotedSource.Option,
            AnswerOrder.SwapOption,
        ],
        Validate = (problem, options) => AnswerPair.FromProblem(problem, options),
        Seats = _ => All,
        Debaters = _ => 2,
        MaxCalls = o => AnswerOrder.CountDebates(o)
            * (2 * o.Number("rounds") + 1 + (o.Text("interactive") == "yes" ? o.Number("rounds") - 1 : 0)),
        SharedPrompts = Advocacy.SharedPrompts,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d) => AnswerOrder.RunAsync(d, DebateAsync);

    private static async Task<Verdict> DebateAsync(IDeliberation d, AnswerOrder order)
    {
        var debate = new Advocacy(d, order);
        var talk = debate.Discussion;
        foreach (var side in Sides) debate.AddSeat(side, "advocacy/advocate", d.Problem.Passage ?? "", Sides);
        debate.AddSeat(Judge, "advocacy/judge");
        var rounds = d.Options.Number("rounds");
        var last = order.RoundsBefore + rounds;
        for (var round = order.RoundsBefore + 1; round <= last; round++)
        {
            foreach (var step in d.Options.Text("turns") == "sequential" ? DiscussionStep.OneByOne(Sides, All)
                : [new DiscussionStep(Sides, All)])
                await talk.RunStepAsync(step, round, Told);
            if (d.Options.Text("interactive") == "yes" && round < last)
                await talk.RunStepAsync(new DiscussionStep(Judge, Sides), round,
                    (_, heard) => Prompts.Fill("advocacy/ask", ("heard", heard)));
        }
        var decide = Prompts.Fill("khan-debate/decide", ("heard", talk.DrainInbox(Judge)));
        return debate.CreateVerdict(await debate.AskJudgeAsync(Judge, decide, Sides, last), Sides, rounds);

        string Told(string seat, string heard) => talk.GetMember(seat).LastStatement is null
            ? debate.FormatOpening(Array.IndexOf(Sides, seat), heard) : Prompts.Fill("advocacy/reply", ("heard", heard));
    }
}
