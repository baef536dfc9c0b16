namespace Debate.Deliberation.Discussions;

/// <summary>
/// Who speaks and who hears it: discussion protocols differ in their list of steps. Several speakers speak simultaneously, so none of them
/// hears the others before it has spoken. A speaker need not be in its own audience: its chat already holds what it said.
/// </summary>
/// <param name="Speakers">The seats that speak.</param>
/// <param name="Audience">The seats that hear it at their next turn.</param>
internal sealed record DiscussionStep(IReadOnlyList<string> Speakers, IReadOnlyList<string> Audience)
{
    /// <summary>A step with one speaker.</summary>
    public DiscussionStep(string speaker, params IReadOnlyList<string> audience) : this([speaker], audience) { }

    /// <summary>One step per speaker, in order, all with the same audience.</summary>
    public static IEnumerable<DiscussionStep> OneByOne(IReadOnlyList<string> speakers, IReadOnlyList<string> audience) =>
        speakers.Select(speaker => new DiscussionStep(speaker, audience));
}
