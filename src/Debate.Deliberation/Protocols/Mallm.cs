using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// MALLM's discussion paradigms (Becker et al., "MALLM: Multi-Agent Large Language Models Framework", EMNLP 2025 demonstrations; after Yin
/// et al., "Exchange-of-Thought", 2023): in memory everybody hears everybody; in report the first hears all and the others only the first;
/// in relay each hears the one before; in debate the first drafts, the others argue in a ring and report back; in collective refinement all
/// answer at once and read all. A rule that may end the discussion is applied after each round.
/// </summary>
public sealed class Mallm : IProtocol
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new("mallm", 2, () => new Mallm())
    {
        Options =
        [
            OptionRule.OneOf("paradigm", "Who hears whom.", "memory", "report", "relay", "debate", "collective-refinement"),
            OptionRule.Number("exchanges", 2, 1, 5, "Turns of each of the others between two drafts of the first, in the paradigm debate."),
            .. PeerDiscussion.CreateOptions(debaters: 3, rounds: 5, decision: "hybrid"),
        ],
        Seats = PeerDiscussion.GetSeats,
        Debaters = o => o.Number("debaters"),
        MaxCalls = o => PeerDiscussion.CountMaxCalls(o)
            + (o.Text("paradigm") == "debate" ? o.Number("rounds") * (o.Number("debaters") - 1) * (o.Number("exchanges") - 1) : 0),
        SharedPrompts = PeerDiscussion.SharedPrompts,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d)
    {
        var all = PeerDiscussion.GetDebaters(d.Options);
        return PeerDiscussion.RunAsync(d, Descriptor.Name, _ => d.Options.Text("paradigm") switch
        {
            "memory" => DiscussionStep.OneByOne(all, all),
            "report" => all.Select((seat, i) => i == 0 ? new DiscussionStep(seat, all) : new DiscussionStep(seat, all[0])),
            "relay" => all.Select((seat, i) => new DiscussionStep(seat, all[(i + 1) % all.Count])),
            "debate" => CreateDebateSteps(all, d.Options.Number("exchanges")),
            _ => [new DiscussionStep(all, all)],
        });
    }

    /// <summary>
    /// The first drafts for all; the others argue in a ring, and the first also hears their statements of the last exchange.
    /// </summary>
    private static IEnumerable<DiscussionStep> CreateDebateSteps(IReadOnlyList<string> all, int exchanges)
    {
        yield return new(all[0], all);
        string[] ring = [.. all.Skip(1)];
        for (var exchange = 1; exchange <= exchanges; exchange++)
            for (var i = 0; i < ring.Length; i++)
            {
                var next = ring[(i + 1) % ring.Length];
                yield return exchange == exchanges ? new DiscussionStep(ring[i], next, all[0]) : new DiscussionStep(ring[i], next);
            }
    }
}
