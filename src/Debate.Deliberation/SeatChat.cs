using Debate.Deliberation.Readers;

namespace Debate.Deliberation;

/// <summary>
/// The chat of one seat as a protocol leads it: what the seat is told goes in, what it says comes out, and nothing else enters. This is the
/// one place that reads a seat's persona and private context, so neither can reach another seat's prompt. Shared text comes first and
/// what is the seat's own last, so that hosts can reuse what they have computed for the common beginning.
/// </summary>
public sealed class SeatChat
{
    private readonly IDeliberation _deliberation;
    private Chat _chat;

    /// <summary>Takes the seat with its instructions.</summary>
    /// <param name="deliberation">Where it sits.</param>
    /// <param name="seat">Its name.</param>
    /// <param name="instructions">What it is told first.</param>
    /// <param name="passage">A text that the protocol lets this seat read besides its own private context; null for none.</param>
    public SeatChat(IDeliberation deliberation, string seat, string instructions = "", string? passage = null)
    {
        _deliberation = deliberation;
        Seat = deliberation.Seat(seat);
        Held = passage is null && Seat.PrivateContext is null ? null : $"{passage}\n{Seat.PrivateContext}";
        var own = new[] { passage, Seat.PrivateContext }.Where(t => !string.IsNullOrEmpty(t))
            .Select(t => Prompts.Fill("engine/private", ("context", t!)));
        var text = string.Join("\n\n", own.Prepend(instructions).Append(Seat.Persona).Where(part => !string.IsNullOrEmpty(part)));
        _chat = text.Length == 0 ? Chat.Empty : Chat.Empty.System(text);
    }

    /// <summary>Who sits here.</summary>
    public Seat Seat { get; }

    /// <summary>What the seat alone was given to read; null where that is nothing. Quotes of it can be looked up.</summary>
    public string? Held { get; }

    /// <summary>The chat that the seat would be asked with; it stays as it is. For independent samples of one request.</summary>
    public Chat Told(string told) => _chat.User(told);

    /// <summary>Tells the seat something and gives its reply, which is said in the open where <paramref name="round"/> is given.</summary>
    /// <param name="told">What it is told.</param>
    /// <param name="round">Where the reply belongs in the transcript.</param>
    /// <param name="branch">The branch in which it is asked, where several seats are asked at once.</param>
    public async Task<string> AskAsync(string told, int? round = null, IDeliberation? branch = null)
    {
        var chat = _chat.User(told);
        var reply = await (branch ?? _deliberation).AskAsync(new Ask(Seat, chat, round));
        _chat = chat.Assistant(reply);
        return reply;
    }

    /// <summary>The same for a typed reply; after a refusal the chat goes on with what was said.</summary>
    public async Task<Reply<T>> AskAsync<T>(string told, IReader<T> reader, int? round = null, IDeliberation? branch = null)
        where T : class
    {
        var reply = await (branch ?? _deliberation).AskAsync(new Ask(Seat, _chat.User(told), round), reader);
        _chat = reply.Chat;
        return reply;
    }
}
