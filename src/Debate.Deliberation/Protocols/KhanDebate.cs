using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Debate over a text that only the debaters hold (Khan et al., "Debating with More Persuasive LLMs Leads to More Truthful Answers", ICML
/// 2024): each argues for one of two answers and quotes the text; the engine verifies the quotes and marks them; a judge who never sees the
/// text decides. The text is the problem's passage and a debater's own private context.
/// </summary>
public sealed class KhanDebate : IProtocol<KhanOptions>
{
    private const string Judge = "judge";
    private static readonly string[] Sides = ["debater-a", "debater-b"];
    private static readonly string[] All = [.. Sides, Judge];

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new ProtocolDescriptor<KhanOptions>("khan-debate", 2, () => new KhanDebate())
    {
        Validate = (problem, options) => AnswerPair.FromProblem(problem, options.Answers),
        Seats = _ => All,
        Debaters = _ => 2,
        MaxCalls = o => AnswerOrder.CountDebates(o.Orders) * (2 * o.Rounds + 1 + (o.Interactive ? o.Rounds - 1 : 0)),
        SharedPrompts = Advocacy.SharedPrompts,
        AssignsPassage = true,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d, KhanOptions options) =>
        AnswerOrder.RunAsync(d, options.Orders, options.Rounds, (branch, order) => DebateAsync(branch, options, order));

    private static async Task<Verdict> DebateAsync(IDeliberation d, KhanOptions options, AnswerOrder order)
    {
        var debate = new Advocacy(d, options, order, options.Quotes);
        var talk = debate.Discussion;
        foreach (var side in Sides) debate.AddSeat(side, "advocacy/advocate", d.Problem.Passage ?? "", Sides);
        debate.AddSeat(Judge, "advocacy/judge");
        var rounds = options.Rounds;
        var last = order.RoundsBefore + rounds;
        for (var round = order.RoundsBefore + 1; round <= last; round++)
        {
            foreach (var step in options.Turns == TurnOrder.Sequential ? DiscussionStep.OneByOne(Sides, All)
                : [new DiscussionStep(Sides, All)])
                await talk.RunStepAsync(step, round, Told);
            if (options.Interactive && round < last)
                await talk.RunStepAsync(new DiscussionStep(Judge, Sides), round,
                    (_, heard) => Prompts.Fill("advocacy/ask", ("heard", heard)));
        }
        var decide = Prompts.Fill("khan-debate/decide", ("heard", talk.DrainInbox(Judge)));
        return debate.CreateVerdict(await debate.AskJudgeAsync(Judge, decide, Sides, last), Sides, rounds);

        string Told(string seat, string heard) => talk.GetMember(seat).LastStatement is null
            ? debate.FormatOpening(Array.IndexOf(Sides, seat), heard) : Prompts.Fill("advocacy/reply", ("heard", heard));
    }
}

/// <summary>The options of a debate over a hidden text.</summary>
public sealed record KhanOptions : QuotingOptions
{
    /// <summary>The number of rounds.</summary>
    [Option("Rounds."), Range(1, 20)]
    public int Rounds { get; init; } = 3;

    /// <summary>In which order the answers stand.</summary>
    [Option(AnswerOrder.SwapMeaning)]
    public SwappedOrders Orders { get; init; }

    /// <summary>Whether both speak at once.</summary>
    [Option("Whether both speak at once, or one after the other.")]
    public TurnOrder Turns { get; init; }

    /// <summary>Whether the judge asks questions.</summary>
    [Option("Whether the judge asks the debaters something after each round but the last.")]
    public bool Interactive { get; init; }
}

/// <summary>Whether debaters speak at once.</summary>
public enum TurnOrder
{
    /// <summary>In each round before either hears the other.</summary>
    Simultaneous,

    /// <summary>One after the other.</summary>
    Sequential,
}
