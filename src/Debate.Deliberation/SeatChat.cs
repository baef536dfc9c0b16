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
    public SeatChat(IDeliberation deliberation, string seat, string instructions = "")
    {
        _deliberation = deliberation;
        Seat = deliberation.Seat(seat);
        var own = Seat.PrivateContext is { } context ? Prompts.Fill("engine/private", ("context", context)) : null;
        var text = string.Join("\n\n", new[] { instructions, own, Seat.Persona }.Where(part => !string.IsNullOrEmpty(part)));
        _chat = text.Length == 0 ? Chat.Empty : Chat.Empty.System(text);
    }

    /// <summary>Who sits here.</summary>
    public Seat Seat { get; }

    /// <summary>The chat that the seat would be asked with; it stays as it is. For independent samples of one request.</summary>
    public Chat Told(string told) => _chat.User(told);

    /// <summary>Tells the seat something and gives its reply, which is said in the open where <paramref name="round"/> is given.</summary>
    public async Task<string> AskAsync(string told, int? round = null)
    {
        var chat = _chat.User(told);
        var reply = await _deliberation.AskAsync(new Ask(Seat, chat, round));
        _chat = chat.Assistant(reply);
        return reply;
    }

    /// <summary>The same for a typed reply; after a refusal the chat goes on with what was said.</summary>
    public async Task<Reply<T>> AskAsync<T>(string told, IReader<T> reader, int? round = null) where T : class
    {
        var reply = await _deliberation.AskAsync(new Ask(Seat, _chat.User(told), round), reader);
        _chat = reply.Chat;
        return reply;
    }
}
