using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Discussions;

/// <summary>A seat in a discussion: its chat, its inbox of statements that it has not seen yet, and its last statement.</summary>
internal sealed class Member(SeatChat chat)
{
    private readonly List<(string Seat, string Text)> _unheard = [];

    /// <summary>The seat's name.</summary>
    public string Name => chat.Seat.Name;

    /// <summary>Its chat.</summary>
    public SeatChat Chat => chat;

    /// <summary>Its last statement; null before its first turn.</summary>
    public string? Said { get; set; }

    /// <summary>The answer in its last statement; empty when there is none.</summary>
    public string Answer => Said is null ? "" : FinalAnswer.Of(Said);

    /// <summary>Adds a statement to the inbox, for its next turn.</summary>
    public void Tell(string seat, string text) => _unheard.Add((seat, text));

    /// <summary>Empties the inbox and returns what it held: the statements since its last turn, oldest first.</summary>
    public IReadOnlyList<(string Seat, string Text)> Hear()
    {
        var heard = _unheard.ToArray();
        _unheard.Clear();
        return heard;
    }
}
