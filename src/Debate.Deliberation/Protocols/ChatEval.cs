using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// ChatEval (Chan et al., "ChatEval: Towards Better LLM-based Evaluators through Multi-Agent Debate", ICLR 2024) with its three
/// communication strategies: one by one, each hearing all earlier statements; simultaneous, each hearing the whole round; simultaneous with
/// a summarizer, whose summary is all that they hear. Give the seats personas: the paper finds that identical ones gain nothing.
/// </summary>
public sealed class ChatEval : IProtocol
{
    private const string Summarizer = "summarizer";

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new("chateval", 2, () => new ChatEval())
    {
        Options =
        [
            OptionRule.OneOf("mode", "How they communicate.", "one-by-one", "simultaneous", Summarizer),
            .. PeerDiscussion.CreateOptions(debaters: 3, rounds: 2, decision: "plurality"),
        ],
        Seats = o => IsSummarized(o) ? [.. PeerDiscussion.GetSeats(o), Summarizer] : PeerDiscussion.GetSeats(o),
        Debaters = o => o.Number("debaters"),
        MaxCalls = o => PeerDiscussion.CountMaxCalls(o) + (IsSummarized(o) ? o.Number("rounds") - 1 : 0),
        SharedPrompts = PeerDiscussion.SharedPrompts,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d)
    {
        var all = PeerDiscussion.GetDebaters(d.Options);
        var last = d.Options.Number("rounds");
        return PeerDiscussion.RunAsync(d, Descriptor.Name, round => d.Options.Text("mode") switch
        {
            "one-by-one" => DiscussionStep.OneByOne(all, all),
            "simultaneous" => [new DiscussionStep(all, all)],
            _ when round == last => [new DiscussionStep(all, [])],
            _ => [new DiscussionStep(all, [Summarizer]), new DiscussionStep(Summarizer, all)],
        });
    }

    private static bool IsSummarized(ProtocolOptions o) => o.Text("mode") == Summarizer;
}
