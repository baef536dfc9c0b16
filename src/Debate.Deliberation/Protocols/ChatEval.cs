using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// ChatEval (Chan et al., "ChatEval: Towards Better LLM-based Evaluators through Multi-Agent Debate", ICLR 2024) with its three
/// communication strategies: one by one, each hearing all earlier statements; simultaneous, each hearing the whole round; simultaneous with
/// a summarizer, whose summary is all that they hear. Give the seats personas: the paper finds that identical ones gain nothing.
/// </summary>
public sealed class ChatEval : IProtocol<ChatEvalOptions>
{
    private const string Summarizer = "summarizer";

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new ProtocolDescriptor<ChatEvalOptions>("chateval", 2, () => new ChatEval())
    {
        Seats = o => IsSummarized(o) ? [.. PeerDiscussion.GetSeats(o), Summarizer] : PeerDiscussion.GetSeats(o),
        Debaters = o => o.Debaters,
        MaxCalls = o => PeerDiscussion.CountMaxCalls(o) + (IsSummarized(o) ? o.Rounds - 1 : 0),
        SharedPrompts = PeerDiscussion.SharedPrompts,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d, ChatEvalOptions options)
    {
        var all = PeerDiscussion.GetDebaters(options.Debaters);
        return PeerDiscussion.RunAsync(d, options, Descriptor.Name, round => options.Mode switch
        {
            ChatEvalMode.OneByOne => DiscussionStep.OneByOne(all, all),
            ChatEvalMode.Simultaneous => [new DiscussionStep(all, all)],
            _ when round == options.Rounds => [new DiscussionStep(all, [])],
            _ => [new DiscussionStep(all, [Summarizer]), new DiscussionStep(Summarizer, all)],
        });
    }

    private static bool IsSummarized(ChatEvalOptions o) => o.Mode == ChatEvalMode.Summarizer;
}

/// <summary>The options of ChatEval.</summary>
public sealed record ChatEvalOptions : PeerOptions
{
    /// <summary>How they communicate.</summary>
    [Option("How they communicate.")]
    public ChatEvalMode Mode { get; init; }
}

/// <summary>The communication strategies of ChatEval.</summary>
public enum ChatEvalMode
{
    /// <summary>Each speaks in turn and hears all earlier statements.</summary>
    OneByOne,

    /// <summary>All speak at once and hear the whole round.</summary>
    Simultaneous,

    /// <summary>All speak at once and hear a summary of the round.</summary>
    Summarizer,
}
