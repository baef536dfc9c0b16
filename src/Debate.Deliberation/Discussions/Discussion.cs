using Debate.Deliberation.Answers;
using Debate.Deliberation.Protocols;

namespace Debate.Deliberation.Discussions;

/// <summary>
/// Seats that speak and hear one another, each in a chat of its own: a seat's prompt quotes the statements that were addressed to it since
/// its last turn. Quotes from a text that a seat was given privately are looked up in that text and marked.
/// </summary>
/// <param name="d">The deliberation in which it takes place.</param>
/// <param name="quotes">What counts where quotes are looked up.</param>
internal sealed class Discussion(IDeliberation d, QuoteMatching quotes = QuoteMatching.Letters)
{
    private readonly Dictionary<string, DiscussionMember> _members = new(StringComparer.Ordinal);

    /// <summary>Quotes so far by seats with a private text: those found in the text, and all.</summary>
    public (int Verified, int All) Quotes { get; private set; }

    /// <summary>The member of that name, which must have been added.</summary>
    public DiscussionMember GetMember(string seat) => _members[seat];

    /// <summary>
    /// Adds a seat with its instructions and, if it may read one, a passage. The others know it by <paramref name="name"/>, which is that
    /// of
    /// the seat unless another one is given.
    /// </summary>
    public void AddSeat(
        string name, string instructions, string? passage = null, string? seat = null, DebateTools tools = DebateTools.None) =>
        _members.Add(name, new(
            name, new SeatChat(d, seat ?? name, ProgramTurns.AddInstructions(instructions, tools), passage), quotes) { Tools = tools });

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
        if (asked is [var (only, text)]) only.LastStatement = await only.SpeakAsync(d, text, round);
        else await d.AllAsync([.. asked.Select(a => SpeakInBranch(a.Speaker, a.Told, round))]);
        foreach (var (speaker, _) in asked) DeliverStatement(speaker, step.Audience);
    }

    private void DeliverStatement(DiscussionMember speaker, IReadOnlyList<string> audience)
    {
        if (speaker.Source is { } held && Quotation.CountVerified(speaker.LastStatement!.Text, held) is var (verified, all))
            Quotes = (Quotes.Verified + verified, Quotes.All + all);
        foreach (var listener in audience.Where(name => name != speaker.Name))
            GetMember(listener).Deliver(speaker.Name, speaker.LastStatement!.Text);
    }

    private string QuoteStatement(string seat, string text) =>
        GetMember(seat).Source is { } held ? Quotation.QuoteVerified(seat, text, held) : Quotation.Quote(seat, text);

    private static Func<IDeliberation, Task<SeatReply>> SpeakInBranch(DiscussionMember speaker, string told, int round) =>
        async branch => speaker.LastStatement = await speaker.SpeakAsync(branch, told, round);
}

/// <summary>A seat in a discussion: its chat, its inbox of statements that it has not seen yet, and its last statement.</summary>
/// <param name="name">The name by which the others know it.</param>
/// <param name="chat">Its chat.</param>
/// <param name="quotes">What counts where its quotes are looked up.</param>
internal sealed class DiscussionMember(string name, SeatChat chat, QuoteMatching quotes)
{
    private readonly List<(string Seat, string Text)> _inbox = [];

    /// <summary>The name by which the others know it.</summary>
    public string Name => name;

    /// <summary>Its chat.</summary>
    public SeatChat Chat => chat;

    /// <summary>What it may use besides words.</summary>
    public DebateTools Tools { get; init; }

    /// <summary>Asks it for its statement.</summary>
    public Task<SeatReply> SpeakAsync(IDeliberation deliberation, string told, int round) =>
        ProgramTurns.SpeakAsync(Chat, told, round, deliberation, Tools);

    /// <summary>What its quotes are looked up in; null where nothing was given to it privately.</summary>
    public QuotedSource? Source { get; } = chat.PrivateText is { } held ? new(held, quotes) : null;

    /// <summary>Its last statement; null before its first turn.</summary>
    public SeatReply? LastStatement { get; set; }

    /// <summary>The answer in its last statement; empty when there is none.</summary>
    public string Answer => LastStatement is null ? "" : SingleReply.FindAnswer(LastStatement);

    /// <summary>Adds a statement to the inbox, for its next turn.</summary>
    public void Deliver(string seat, string text) => _inbox.Add((seat, text));

    /// <summary>Empties the inbox and returns what it held: the statements since its last turn, oldest first.</summary>
    public IReadOnlyList<(string Seat, string Text)> DrainInbox()
    {
        var heard = _inbox.ToArray();
        _inbox.Clear();
        return heard;
    }
}

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
