namespace Debate.Deliberation.Protocols;

/// <summary>
/// An answer that its author reviews and corrects (after Madaan et al., "Self-Refine: Iterative Refinement with Self-Feedback", 2023, with
/// one call per review), without any new information: the degeneration of thought that MAD sets out to break.
/// </summary>
public sealed class SelfReflection : IProtocol
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new("self-reflection", 2, () => new SelfReflection())
    {
        Options =
        [
            OptionRule.Number("calls", 11, 1, 1000, "Calls: the first answer and its reviews; 11 is what MAD's three rounds cost at most."),
        ],
        Seats = _ => ["solver"],
        MaxCalls = o => o.Number("calls"),
        CallsOption = "calls",
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d)
    {
        var solver = new SeatChat(d, "solver");
        var calls = d.Options.Number("calls");
        var reply = await solver.AskAsync(Prompts.Fill("self-reflection/ask", ("question", d.Problem.PromptText)), 1);
        for (var call = 2; call <= calls; call++) reply = await solver.AskAsync(Prompts.Get("self-reflection/review"), call);
        return SingleReply.CreateVerdict(reply, calls);
    }
}
