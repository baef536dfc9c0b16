namespace Debate.Deliberation.Discussions;

/// <summary>
/// Seats that speak and hear one another, each in a chat of its own: a seat's prompt quotes the statements that were addressed to it since
/// its last turn. Quotes from a text that a seat was given privately are looked up in that text and marked.
/// </summary>
/// <param name="d">The deliberation in which it takes place.</param>
internal sealed class Discussion(IDeliberation d)
{
    private readonly Dictionary<string, DiscussionMember> _members = new(StringComparer.Ordinal);

    /// <summary>Quotes so far by seats with a private text: those found in the text, and all.</summary>
    public (int Verified, int All) Quotes { get; private set; }

    /// <summary>The member of that name, which must have been added.</summary>
    public DiscussionMember GetMember(string seat) => _members[seat];

    /// <summary>Adds a seat with its instructions and, if it may read one, a passage.</summary>
    public void AddSeat(string seat, string instructions, string? passage = null) =>
        _members.Add(seat, new(new SeatChat(d, seat, instructions, passage)));

    /// <summary>
    /// Removes and returns the statements that a member has heard since its last turn, quoted; empty when there are none.
    /// </summary>
    public string DrainInbox(string seat) => string.Join("\n\n", GetMember(seat).DrainInbox().Select(s => QuoteStatement(s.Seat, s.Text)));

    /// <summary>
    /// Runs a step: <paramref name="told"/> makes each speaker's prompt from its name and the statements that it has heard.
    /// </summary>
    public async Task RunStepAsync(DiscussionStep step, int round, Func<string, string, string> told)
    {
        var asked = step.Speakers.Select(name => (Speaker: GetMember(name), Told: told(name, DrainInbox(name)))).ToArray();
        if (asked is [var (only, text)]) only.LastStatement = await only.Chat.AskAsync(text, round);
        else await d.AllAsync([.. asked.Select(a => SpeakInBranch(a.Speaker, a.Told, round))]);
        foreach (var (speaker, _) in asked) DeliverStatement(speaker, step.Audience);
    }

    private void DeliverStatement(DiscussionMember speaker, IReadOnlyList<string> audience)
    {
        if (speaker.Chat.PrivateText is { } held && Quotation.CountVerified(speaker.LastStatement!, held) is var (verified, all))
            Quotes = (Quotes.Verified + verified, Quotes.All + all);
        foreach (var listener in audience.Where(name => name != speaker.Name))
            GetMember(listener).Deliver(speaker.Name, speaker.LastStatement!);
    }

    private string QuoteStatement(string seat, string text) =>
        GetMember(seat).Chat.PrivateText is { } held ? Quotation.QuoteVerified(seat, text, held) : Quotation.Quote(seat, text);

    private static Func<IDeliberation, Task<string>> SpeakInBranch(DiscussionMember speaker, string told, int round) =>
        async branch => speaker.LastStatement = await speaker.Chat.AskAsync(told, round, branch);
}
