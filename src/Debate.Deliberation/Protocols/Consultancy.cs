using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Consultancy, the baseline of debate (Khan et al., 2024; Michael et al., "Debate Helps Supervise Unreliable Experts", 2023): one
/// consultant who holds a text argues for one of two answers, right or wrong, and a judge who never sees the text decides between them.
/// </summary>
public sealed class Consultancy : IProtocol
{
    private const string Consultant = "consultant";
    private const string Judge = "judge";

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new("consultancy", 2, () => new Consultancy())
    {
        Options =
        [
            OptionRule.Number("rounds", 3, 1, 20, "Rounds."),
            OptionRule.OneOf("argues", "Which answer the consultant argues for, of the two as they are given.", "drawn", "first", "second"),
            OptionRule.OneOf("interactive", "Whether the judge asks something after each round but the last.", "yes", "no"),
            AnswerPair.Option,
            QuotedSource.Option,
            AnswerOrder.SwapOption,
        ],
        Validate = (problem, options) => AnswerPair.FromProblem(problem, options),
        Seats = _ => [Consultant, Judge],
        Debaters = _ => 1,
        MaxCalls = o => AnswerOrder.CountDebates(o)
            * (o.Number("rounds") + 1 + (o.Text("interactive") == "yes" ? o.Number("rounds") - 1 : 0)),
        SharedPrompts = Advocacy.SharedPrompts,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d)
    {
        var argued = d.Options.Text("argues") switch { "first" => 0, "second" => 1, _ => d.Draw().NextInt(2) };
        return AnswerOrder.RunAsync(d, (branch, order) => ConsultAsync(branch, order, order.FindPlace(argued)));
    }

    private static async Task<Verdict> ConsultAsync(IDeliberation d, AnswerOrder order, int argued)
    {
        var advocacy = new Advocacy(d, order);
        var talk = advocacy.Discussion;
        advocacy.AddSeat(Consultant, "advocacy/advocate", d.Problem.Passage ?? "");
        advocacy.AddSeat(Judge, "consultancy/judge");
        var rounds = d.Options.Number("rounds");
        var (first, last) = (order.RoundsBefore + 1, order.RoundsBefore + rounds);
        for (var round = first; round <= last; round++)
        {
            await talk.RunStepAsync(new DiscussionStep(Consultant, Judge), round, (_, heard) =>
                round == first ? advocacy.FormatOpening(argued, heard) : Prompts.Fill("consultancy/reply", ("heard", heard)));
            if (d.Options.Text("interactive") == "yes" && round < last)
                await talk.RunStepAsync(new DiscussionStep(Judge, Consultant), round,
                    (_, heard) => Prompts.Fill("advocacy/ask", ("heard", heard)));
        }
        var decide = Prompts.Fill("consultancy/decide", ("heard", talk.DrainInbox(Judge)));
        var verdict = advocacy.CreateVerdict(await advocacy.AskJudgeAsync(Judge, decide, [], last), [], rounds);
        return verdict with { Side = verdict.Answer == advocacy.Answers.Both[argued] ? Consultant : null };
    }
}
