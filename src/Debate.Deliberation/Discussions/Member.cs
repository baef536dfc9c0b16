using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Discussions;

/// <summary>A seat in a discussion: its chat, what it has yet to hear, and what it said last.</summary>
internal sealed class Member(SeatChat chat)
{
    private readonly List<(string Seat, string Text)> _unheard = [];

    /// <summary>The seat's name.</summary>
    public string Name => chat.Seat.Name;

    /// <summary>Its chat.</summary>
    public SeatChat Chat => chat;

    /// <summary>What it said last; null before its first turn.</summary>
    public string? Said { get; set; }

    /// <summary>The answer in what it said last; empty where there is none.</summary>
    public string Answer => Said is null ? "" : FinalAnswer.Of(Said);

    /// <summary>Keeps a statement until its next turn.</summary>
    public void Tell(string seat, string text) => _unheard.Add((seat, text));

    /// <summary>What was said to it since its last turn, oldest first.</summary>
    public IReadOnlyList<(string Seat, string Text)> Hear()
    {
        var heard = _unheard.ToArray();
        _unheard.Clear();
        return heard;
    }
}
