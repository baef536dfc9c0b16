using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Discussions;

/// <summary>A seat in a discussion: its chat, its inbox of statements that it has not seen yet, and its last statement.</summary>
internal sealed class DiscussionMember(SeatChat chat)
{
    private readonly List<(string Seat, string Text)> _inbox = [];

    /// <summary>The seat's name.</summary>
    public string Name => chat.Seat.Name;

    /// <summary>Its chat.</summary>
    public SeatChat Chat => chat;

    /// <summary>Its last statement; null before its first turn.</summary>
    public string? LastStatement { get; set; }

    /// <summary>The answer in its last statement; empty when there is none.</summary>
    public string Answer => LastStatement is null ? "" : FinalAnswer.Extract(LastStatement);

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
