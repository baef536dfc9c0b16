using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// MALLM's discussion paradigms (Becker et al., "MALLM: Multi-Agent Large Language Models Framework", EMNLP 2025 demonstrations; after Yin
/// et al., "Exchange-of-Thought", 2023): in memory everybody hears everybody; in report the first hears all and the others only the first;
/// in relay each hears the one before; in debate the first drafts, the others argue in a ring and report back; in collective refinement all
/// answer at once and read all. A rule that may end the discussion is applied after each round.
/// </summary>
public sealed class Mallm : IProtocol<MallmOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new ProtocolDescriptor<MallmOptions>("mallm", 2, () => new Mallm())
    {
        Seats = PeerDiscussion.GetSeats,
        Debaters = o => o.Debaters,
        MaxCalls = o => PeerDiscussion.CountMaxCalls(o)
            + (o.Paradigm == MallmParadigm.Debate ? o.Rounds * (o.Debaters - 1) * (o.Exchanges - 1) : 0),
        SharedPrompts = PeerDiscussion.SharedPrompts,
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d, MallmOptions options)
    {
        var all = PeerDiscussion.GetDebaters(options.Debaters);
        return PeerDiscussion.RunAsync(d, options, Descriptor.Name, _ => options.Paradigm switch
        {
            MallmParadigm.Memory => DiscussionStep.OneByOne(all, all),
            MallmParadigm.Report => all.Select((seat, i) => i == 0 ? new DiscussionStep(seat, all) : new DiscussionStep(seat, all[0])),
            MallmParadigm.Relay => all.Select((seat, i) => new DiscussionStep(seat, all[(i + 1) % all.Count])),
            MallmParadigm.Debate => CreateDebateSteps(all, options.Exchanges),
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

/// <summary>The options of MALLM.</summary>
public sealed record MallmOptions : PeerOptions
{
    /// <summary>MALLM's own defaults.</summary>
    public MallmOptions() => (Rounds, Decision) = (5, "hybrid");

    /// <summary>Who hears whom.</summary>
    [Option("Who hears whom.")]
    public MallmParadigm Paradigm { get; init; }

    /// <summary>Turns of each of the others between two drafts of the first.</summary>
    [Option("Turns of each of the others between two drafts of the first, in the paradigm debate."), Range(1, 5)]
    public int Exchanges { get; init; } = 2;
}

/// <summary>The discussion paradigms of MALLM.</summary>
public enum MallmParadigm
{
    /// <summary>Everybody hears everybody.</summary>
    Memory,

    /// <summary>The first hears all, the others only the first.</summary>
    Report,

    /// <summary>Each hears the one before.</summary>
    Relay,

    /// <summary>The first drafts, the others argue in a ring and report back.</summary>
    Debate,

    /// <summary>All answer at once and read all.</summary>
    CollectiveRefinement,
}
