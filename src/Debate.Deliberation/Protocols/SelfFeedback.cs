using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// An answer, feedback on it that ends with a judgement, and a refinement by that feedback (Lu et al., "SELF: Self-Evolution with Language
/// Feedback", 2023). With the gate only what the feedback rejects is refined.
/// </summary>
public sealed class SelfFeedback : IProtocol<SelfFeedbackOptions>
{
    private const string Solver = "solver", Critic = "critic";
    private static readonly SoundReader Reader = new();

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<SelfFeedbackOptions>("self-feedback", 1, () => new SelfFeedback())
    {
        Seats = o => o.Feedback == CriticSeat.Apart ? [Solver, Critic] : [Solver],
        MaxCalls = o => 1 + 2 * o.Refinements,
        CallsOption = "refinements",
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, SelfFeedbackOptions options)
    {
        var (solver, apart) = (new SeatChat(d, Solver), options.Feedback == CriticSeat.Apart);
        var answer = await solver.AskAsync(Prompts.Fill("self-feedback/ask", ("question", d.Problem.PromptText)), 1);
        var (refined, unread, accepted) = (0, 0, false);
        for (var round = 1; round <= options.Refinements; round++)
        {
            var feedback = apart
                ? await new SeatChat(d, Critic).AskAsync(Prompts.Fill("self-feedback/apart", ("question", d.Problem.PromptText),
                    ("answer", Quotation.Quote("answer", answer.Text))), Reader, round)
                : await solver.AskAsync(Prompts.Get("self-feedback/feedback"), Reader, round);
            accepted = feedback.Value is { IsAccepted: true };
            if (feedback.IsUnread) unread++;
            // What cannot be read rejects nothing.
            if (options.Gate && (accepted || feedback.IsUnread)) break;
            answer = await solver.AskAsync(!apart ? Prompts.Get("self-feedback/refine")
                : Prompts.Fill("self-feedback/refine-apart", ("feedback", Quotation.Quote(Critic, feedback.Value?.Reason ?? feedback.Text))),
                round + 1);
            (refined, accepted) = (refined + 1, false);
        }
        return SingleReply.CreateVerdict(answer, refined + 1) with
        {
            Measures = ImmutableSortedDictionary<string, double>.Empty.Add("accepted", accepted ? 1 : 0).Add("refined", refined),
            Notes = unread == 0 ? [] : [FormattableString.Invariant($"{unread} judgements could not be read and rejected nothing")],
        };
    }
}

/// <summary>The options of self-feedback.</summary>
public sealed record SelfFeedbackOptions
{
    /// <summary>Refinements at most.</summary>
    [Option("Refinements at most, each after feedback."), Range(0, 10)]
    public int Refinements { get; init; } = 1;

    /// <summary>Whether only what the feedback rejects is refined.</summary>
    [Option("Whether only what the feedback rejects is refined.")]
    public bool Gate { get; init; } = true;

    /// <summary>Who gives the feedback.</summary>
    [Option("Who gives the feedback: the seat that answered, in the same chat, or a seat of its own.")]
    public CriticSeat Feedback { get; init; }
}

/// <summary>Who criticises what a seat wrote.</summary>
public enum CriticSeat
{
    /// <summary>The seat that wrote it.</summary>
    Same,

    /// <summary>A seat of its own.</summary>
    Apart,
}
