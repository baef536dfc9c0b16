namespace Debate.Deliberation.Discussions;

/// <summary>
/// Seats that speak and hear one another, each in a chat of its own: what a seat is told in its turn is what it was entitled to hear since
/// the last one, quoted by the engine. What a seat quotes of a text that it alone was given is looked up there and marked.
/// </summary>
/// <param name="d">Where it takes place.</param>
internal sealed class Discussion(IDeliberation d)
{
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);

    /// <summary>Quotes said so far by seats that were given a text: those that stand in it, and all.</summary>
    public (int Verified, int All) Quotes { get; private set; }

    /// <summary>The member of that name, who must have been seated.</summary>
    public Member Member(string seat) => _members[seat];

    /// <summary>Seats somebody with its instructions and, where it may read one, a passage.</summary>
    public void Seat(string seat, string instructions, string? passage = null) =>
        _members.Add(seat, new(new SeatChat(d, seat, instructions, passage)));

    /// <summary>What a member has heard since its last turn, quoted; empty where that is nothing.</summary>
    public string Heard(string seat) => string.Join("\n\n", Member(seat).Hear().Select(s => Quoted(s.Seat, s.Text)));

    /// <summary>A step: its speakers are told what <paramref name="told"/> makes of their name and what they have heard.</summary>
    public async Task StepAsync(Step step, int round, Func<string, string, string> told)
    {
        var asked = step.Speakers.Select(name => (Speaker: Member(name), Told: told(name, Heard(name)))).ToArray();
        if (asked is [var (only, text)]) only.Said = await only.Chat.AskAsync(text, round);
        else await d.AllAsync([.. asked.Select(a => SpeakAsync(a.Speaker, a.Told, round))]);
        foreach (var (speaker, _) in asked) Deliver(speaker, step.Audience);
    }

    private void Deliver(Member speaker, IReadOnlyList<string> audience)
    {
        if (speaker.Chat.Held is { } held && Quotation.Count(speaker.Said!, held) is var (verified, all))
            Quotes = (Quotes.Verified + verified, Quotes.All + all);
        foreach (var listener in audience.Where(name => name != speaker.Name)) Member(listener).Tell(speaker.Name, speaker.Said!);
    }

    private string Quoted(string seat, string text) =>
        Member(seat).Chat.Held is { } held ? Quotation.Of(seat, text, held) : Quotation.Of(seat, text);

    private static Func<IDeliberation, Task<string>> SpeakAsync(Member speaker, string told, int round) =>
        async branch => speaker.Said = await speaker.Chat.AskAsync(told, round, branch);
}
