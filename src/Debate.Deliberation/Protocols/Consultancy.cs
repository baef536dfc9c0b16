using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Consultancy, the baseline of debate (Khan et al., 2024; Michael et al., "Debate Helps Supervise Unreliable Experts", 2023): one
/// consultant who holds a text argues for one of two answers, right or wrong, and a judge who never sees the text decides between them.
/// </summary>
public sealed class Consultancy : IProtocol<ConsultancyOptions>
{
    private const string Consultant = "consultant";
    private const string Judge = "judge";

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<ConsultancyOptions>("consultancy", 2, () => new Consultancy())
    {
        Validate = (problem, options) => AnswerPair.FromProblem(problem, options.Answers),
        Seats = _ => [Consultant, Judge],
        Debaters = _ => 1,
        MaxCalls = o => AnswerOrder.CountDebates(o.Orders) * (o.Rounds + 1 + (o.Interactive ? o.Rounds - 1 : 0)),
        SharedPrompts = Advocacy.SharedPrompts,
        AssignsPassage = true,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d, ConsultancyOptions options)
    {
        var argued = options.Argues switch { ArguedAnswer.First => 0, ArguedAnswer.Second => 1, _ => d.Draw().NextInt(2) };
        return AnswerOrder.RunAsync(d, options.Orders, options.Rounds,
            (branch, order) => ConsultAsync(branch, options, order, order.FindPlace(argued)));
    }

    private static async Task<Verdict> ConsultAsync(IDeliberation d, ConsultancyOptions options, AnswerOrder order, int argued)
    {
        var advocacy = new Advocacy(d, options, order, options.Quotes);
        var talk = advocacy.Discussion;
        advocacy.AddSeat(Consultant, "advocacy/advocate", d.Problem.Passage ?? "");
        advocacy.AddSeat(Judge, "consultancy/judge");
        var rounds = options.Rounds;
        var (first, last) = (order.RoundsBefore + 1, order.RoundsBefore + rounds);
        for (var round = first; round <= last; round++)
        {
            await talk.RunStepAsync(new DiscussionStep(Consultant, Judge), round, (_, heard) =>
                round == first ? advocacy.FormatOpening(argued, heard) : Prompts.Fill("consultancy/reply", ("heard", heard)));
            if (options.Interactive && round < last)
                await talk.RunStepAsync(new DiscussionStep(Judge, Consultant), round,
                    (_, heard) => Prompts.Fill("advocacy/ask", ("heard", heard)));
        }
        var decide = Prompts.Fill("consultancy/decide", ("heard", talk.DrainInbox(Judge)));
        var verdict = advocacy.CreateVerdict(await advocacy.AskJudgeAsync(Judge, decide, [], last), [], rounds);
        return verdict with { Side = verdict.Answer == advocacy.Answers.Both[argued] ? Consultant : null };
    }
}

/// <summary>The options of consultancy.</summary>
public sealed record ConsultancyOptions : QuotingOptions
{
    /// <summary>The number of rounds.</summary>
    [Option("Rounds."), Range(1, 20)]
    public int Rounds { get; init; } = 3;

    /// <summary>Which answer the consultant argues for.</summary>
    [Option("Which answer the consultant argues for, of the two as they are given.")]
    public ArguedAnswer Argues { get; init; }

    /// <summary>In which order the answers stand.</summary>
    [Option(AnswerOrder.SwapMeaning)]
    public SwappedOrders Orders { get; init; }

    /// <summary>Whether the judge asks questions.</summary>
    [Option("Whether the judge asks something after each round but the last.")]
    public bool Interactive { get; init; } = true;
}

/// <summary>Which of two answers a consultant argues for.</summary>
public enum ArguedAnswer
{
    /// <summary>One that is drawn.</summary>
    Drawn,

    /// <summary>The first.</summary>
    First,

    /// <summary>The second.</summary>
    Second,
}
