namespace Debate.Deliberation.Discussions;

/// <summary>
/// Who speaks and who hears it: what tells one way to discuss from another. Several speakers speak at once, so none of them hears the
/// others before it has spoken. Nobody needs to hear itself: it remembers what it said.
/// </summary>
/// <param name="Speakers">The seats that speak.</param>
/// <param name="Audience">The seats that hear it at their next turn.</param>
internal sealed record Step(IReadOnlyList<string> Speakers, IReadOnlyList<string> Audience)
{
    /// <summary>One speaks.</summary>
    public Step(string speaker, params IReadOnlyList<string> audience) : this([speaker], audience) { }

    /// <summary>Each in turn, everybody hears.</summary>
    public static IEnumerable<Step> OneByOne(IReadOnlyList<string> speakers, IReadOnlyList<string> audience) =>
        speakers.Select(speaker => new Step(speaker, audience));
}
