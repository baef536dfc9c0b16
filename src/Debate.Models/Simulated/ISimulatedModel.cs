using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>All that a simulated model sees of a call. The id of the run is not part of it: one seed gives one run under any id.</summary>
/// <param name="Seat">The seat that is asked.</param>
/// <param name="Model">Its own name.</param>
/// <param name="Chat">The messages.</param>
/// <param name="Seed">What its draws follow from.</param>
/// <param name="Problem">What the debate is about, with the key; null where that is not known.</param>
public sealed record SimulatedCall(string Seat, string Model, IReadOnlyList<ChatMessage> Chat, long Seed, Problem? Problem)
{
    /// <summary>What the seat was told last; empty where it was told nothing.</summary>
    public string LastTold => LastOf(Role.User)?.Text ?? "";

    /// <summary>The number of replies that the seat gave before.</summary>
    public int Turns
    {
        get
        {
            var turns = 0;
            for (var i = 0; i < Chat.Count; i++)
                if (Chat[i].Role == Role.Assistant) turns++;
            return turns;
        }
    }

    /// <summary>The last message of that role; null where there is none.</summary>
    public ChatMessage? LastOf(Role role)
    {
        for (var i = Chat.Count - 1; i >= 0; i--)
            if (Chat[i].Role == role) return Chat[i];
        return null;
    }

    /// <summary>The first message of that role; null where there is none.</summary>
    public ChatMessage? FirstOf(Role role)
    {
        for (var i = 0; i < Chat.Count; i++)
            if (Chat[i].Role == role) return Chat[i];
        return null;
    }
}

/// <summary>A model that is played. The reply is a pure function of the call.</summary>
public interface ISimulatedModel
{
    /// <summary>The reply; throws <see cref="OutageException"/> where it has none.</summary>
    string Reply(SimulatedCall call);
}
