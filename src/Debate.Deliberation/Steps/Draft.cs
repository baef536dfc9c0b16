using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Steps;

/// <summary>How a seat is made to go on with what it has begun.</summary>
public enum PrefixMode
{
    /// <summary>The chat ends with its words where its model can continue a message; else a prompt quotes them.</summary>
    Auto,

    /// <summary>The chat ends with its words; a model that cannot continue a message is refused.</summary>
    Require,

    /// <summary>A prompt quotes them.</summary>
    Turn,
}

/// <summary>
/// A reply that a seat writes in several goes, with words of a protocol put between them. What the seat wrote and what was put there is known
/// byte for byte (<see cref="Splice"/>).
/// </summary>
public sealed class Draft
{
    private readonly SeatChat _chat;
    private readonly string _told;
    private readonly IDeliberation _branch;
    private readonly bool _byPrefix;
    private bool _isBegun;

    private Draft(SeatChat chat, string told, IDeliberation branch, bool byPrefix) =>
        (_chat, _told, _branch, _byPrefix) = (chat, told, branch, byPrefix);

    /// <summary>The reply so far.</summary>
    public Splice Reply { get; private set; } = Splice.Empty;

    /// <summary>Begins a reply to a prompt.</summary>
    /// <param name="chat">The chat of the seat, which goes on with the reply.</param>
    /// <param name="told">The prompt.</param>
    /// <param name="branch">The deliberation or branch that asks.</param>
    /// <param name="byPrefix">Whether the chat ends with the seat's words (<see cref="ChooseAsync"/>).</param>
    public static Draft Begin(SeatChat chat, string told, IDeliberation branch, bool byPrefix) => new(chat, told, branch, byPrefix);

    /// <summary>Which way a seat goes on, with a note for the verdict that says it.</summary>
    /// <param name="d">The deliberation, which records what the model can.</param>
    /// <param name="seat">The seat.</param>
    /// <param name="mode">The option.</param>
    public static async Task<(bool ByPrefix, string Note)> ChooseAsync(IDeliberation d, Seat seat, PrefixMode mode)
    {
        if (mode == PrefixMode.Turn) return (false, "prefix: turn");
        if (await d.CanAsync(seat, Abilities.Prefix)) return (true, "prefix: continued");
        return mode == PrefixMode.Require ? throw AbilityNames.Refuse(seat.Model, Abilities.Prefix)
            : (false, $"prefix: turn ({AbilityNames.DescribeMissing(seat.Model, Abilities.Prefix)})");
    }

    /// <summary>What a protocol needs of a seat under an option.</summary>
    public static IReadOnlyList<AbilityNeed> ListNeeds(string seat, PrefixMode mode) =>
        mode == PrefixMode.Require ? [new(seat, Abilities.Prefix)] : [];

    /// <summary>Lets the seat write on, and adds that to the reply.</summary>
    /// <param name="maxTokens">The most tokens, at which it may stop; null for the rest.</param>
    public async Task<SeatReply> GoOnAsync(int? maxTokens = null)
    {
        var begun = Reply.Text;
        var added = begun.Length == 0 ? await _chat.AskAsync(_told, branch: _branch, maxTokens: maxTokens)
            : await _chat.ContinueAsync(begun, _byPrefix, _isBegun ? null : _told, maxTokens, _branch);
        _isBegun = true;
        Reply = Reply.Continue(added.Text);
        return added;
    }

    /// <summary>Puts words behind what the seat has written.</summary>
    /// <param name="text">The words.</param>
    /// <param name="reason">Why they must not be learnt.</param>
    public void Insert(string text, string reason) => Reply = Reply.Insert(text, reason);

    /// <summary>Takes back all but the first so many characters of the reply.</summary>
    public void Cut(int length) => Reply = Reply.Cut(length);
}
