using System.ComponentModel.DataAnnotations;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// An answer that its author reviews and corrects (after Madaan et al., "Self-Refine: Iterative Refinement with Self-Feedback", 2023, with
/// one call per review), without any new information: the degeneration of thought that MAD sets out to break.
/// </summary>
public sealed class SelfReflection : IProtocol<SelfReflectionOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<SelfReflectionOptions>("self-reflection", 2, () => new SelfReflection())
    {
        Seats = _ => ["solver"],
        MaxCalls = o => o.Calls,
        CallsOption = "calls",
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, SelfReflectionOptions options)
    {
        var solver = new SeatChat(d, "solver");
        var calls = options.Calls;
        var reply = await solver.AskAsync(Prompts.Fill("self-reflection/ask", ("question", d.Problem.PromptText)), 1);
        for (var call = 2; call <= calls; call++) reply = await solver.AskAsync(Prompts.Get("self-reflection/review"), call);
        return SingleReply.CreateVerdict(reply, calls);
    }
}

/// <summary>The options of self-reflection.</summary>
public sealed record SelfReflectionOptions
{
    /// <summary>The first answer and its reviews.</summary>
    [Option("Calls: the first answer and its reviews; 11 is what MAD's three rounds cost at most."), Range(1, 1000)]
    public int Calls { get; init; } = 11;
}
