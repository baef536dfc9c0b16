using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Protocols;

/// <summary>One question, one call: the baseline of all baselines.</summary>
public sealed class Direct : IProtocol
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<NoOptions>("direct", 2, () => new Direct()) { Seats = _ => ["solver"], MaxCalls = _ => 1 };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d) =>
        SingleReply.CreateVerdict(await new SeatChat(d, "solver")
            .AskAsync(Prompts.Fill("direct/ask", ("question", d.Problem.PromptText)), 1));
}

/// <summary>
/// One call that thinks step by step (Wei et al., "Chain-of-Thought Prompting Elicits Reasoning in Large Language Models", 2022).
/// </summary>
public sealed class ChainOfThought : IProtocol
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<NoOptions>("chain-of-thought", 2, () => new ChainOfThought()) { Seats = _ => ["solver"], MaxCalls = _ => 1 };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d) =>
        SingleReply.CreateVerdict(await new SeatChat(d, "solver")
            .AskAsync(Prompts.Fill("chain-of-thought/ask", ("question", d.Problem.PromptText)), 1));
}

/// <summary>The verdict of protocols whose last reply is their answer.</summary>
internal static class SingleReply
{
    public static Verdict CreateVerdict(SeatReply reply, int rounds = 1) =>
        (FindAnswer(reply) is { Length: > 0 } answer ? new(Decision.Decided) { Answer = answer } : Verdict.FromFault(reply)) with
        {
            Ended = "reply",
            Rounds = rounds,
        };

    /// <summary>The answer of a reply in free text; empty where it has none or was cut, because half an answer looks like
    /// another.</summary>
    public static string FindAnswer(SeatReply reply) => reply.Fault is null ? FinalAnswer.Extract(reply.Text) : "";
}
