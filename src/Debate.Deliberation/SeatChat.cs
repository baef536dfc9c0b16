using Debate.Core.Output;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation;

/// <summary>
/// The chat of one seat as a protocol conducts it: prompts go in, replies come out, and nothing else enters. Only this class reads a
/// seat's persona and private context, so neither can reach another seat's prompt. Shared text comes first and the seat's own text last,
/// so that model hosts can reuse the cached computation of the common prefix.
/// </summary>
public sealed class SeatChat
{
    /// <summary>The label under which a prompt quotes to a seat the reply that it is to go on with.</summary>
    public const string BegunLabel = "what you have written so far";

    private readonly IDeliberation _deliberation;
    private Chat _chat;

    /// <summary>Starts the chat of a seat with its instructions.</summary>
    /// <param name="deliberation">The deliberation.</param>
    /// <param name="seat">The seat's name.</param>
    /// <param name="instructions">The beginning of the system message.</param>
    /// <param name="passage">A text that the protocol lets this seat read besides its own private context; null for none.</param>
    public SeatChat(IDeliberation deliberation, string seat, string instructions = "", string? passage = null)
    {
        _deliberation = deliberation;
        Seat = deliberation.Seat(seat);
        PrivateText = passage is null && Seat.PrivateContext is null ? null : $"{passage}\n{Seat.PrivateContext}";
        var own = new[] { passage, Seat.PrivateContext }.Where(t => !string.IsNullOrEmpty(t))
            .Select(t => Prompts.Fill("engine/private", ("context", t!)));
        var text = string.Join("\n\n", own.Prepend(instructions).Append(Seat.Persona).Where(part => !string.IsNullOrEmpty(part)));
        _chat = text.Length == 0 ? Chat.Empty : Chat.Empty.System(text);
    }

    /// <summary>The seat.</summary>
    public Seat Seat { get; }

    /// <summary>
    /// The passage and private context that this seat was given to read; null where there is none. Quotes can be verified against it.
    /// </summary>
    public string? PrivateText { get; }

    /// <summary>The chat followed by a prompt; this chat itself does not advance. For independent samples of one request.</summary>
    public Chat ChatWith(string told) => _chat.User(told);

    /// <summary>Prompts the seat and returns its reply, which is part of the transcript where <paramref name="round"/> is given.</summary>
    /// <param name="told">The prompt.</param>
    /// <param name="round">The round of the transcript that the reply belongs to.</param>
    /// <param name="branch">The branch that asks, where several seats are asked concurrently.</param>
    /// <param name="maxTokens">The most tokens of a reply that the seat will go on with; null for a whole reply.</param>
    public async Task<SeatReply> AskAsync(string told, int? round = null, IDeliberation? branch = null, int? maxTokens = null)
    {
        var d = branch ?? _deliberation;
        var chat = _chat.User(await ThinkAsync(d, told));
        var reply = await d.AskAsync(CreateAsk(chat, round, maxTokens));
        _chat = chat.Assistant(reply.Text);
        return reply;
    }

    /// <summary>The same for a typed reply; where it stays unread, the chat goes on from the last reply.</summary>
    public async Task<Reply<T>> AskAsync<T>(string told, IReader<T> reader, int? round = null, IDeliberation? branch = null)
        where T : class
    {
        var d = branch ?? _deliberation;
        var reply = await d.AskAsync(new Ask(Seat, _chat.User(await ThinkAsync(d, told)), round), reader);
        _chat = reply.Chat;
        return reply;
    }

    /// <summary>
    /// Asks the seat to go on with a message, its last one or the one that it has begun in reply to a prompt, and returns what it adds. In
    /// either mode the chat goes on with the whole as one message of the seat.
    /// </summary>
    /// <param name="begun">The whole message so far, whoever put what into it.</param>
    /// <param name="byPrefix">
    /// Whether the chat ends with the message, which the model must be able to go on with (<see cref="Engine.Abilities.Prefix"/>); else a
    /// prompt quotes it.
    /// </param>
    /// <param name="told">The prompt that the message replies to; null where the message is the seat's last one.</param>
    /// <param name="maxTokens">The most tokens of an addition that the seat will go on with; null for the rest.</param>
    /// <param name="branch">The branch that asks, where several seats are asked concurrently.</param>
    public async Task<SeatReply> ContinueAsync(
        string begun, bool byPrefix, string? told = null, int? maxTokens = null, IDeliberation? branch = null)
    {
        var before = told is not null ? _chat.User(told) : _chat.IsBegun ? _chat.Previous! : _chat;
        var chat = byPrefix ? before.Assistant(begun)
            : before.User(Prompts.Fill("engine/go-on", ("begun", Quotation.Quote(BegunLabel, begun))));
        var reply = await (branch ?? _deliberation).AskAsync(CreateAsk(chat, null, maxTokens));
        _chat = before.Assistant(begun + reply.Text);
        return reply;
    }

    private Ask CreateAsk(Chat chat, int? round, int? maxTokens) => maxTokens is not { } limit ? new(Seat, chat, round)
        : new(Seat with { Sampling = Seat.Sampling with { MaxTokens = limit } }, chat, round) { IsPart = true };

    /// <summary>
    /// The prompt, followed by what the seat thought about it where it thinks before it speaks. A thought has no round, so it is in no
    /// transcript, and it is shown to this seat alone, whose chat it stays in.
    /// </summary>
    private async Task<string> ThinkAsync(IDeliberation d, string told)
    {
        if (Seat.Thinks == 0) return told;
        var ask = new Ask(Seat, _chat.User($"{told}\n\n{Prompts.Get("engine/think")}"));
        var thought = Seat.Thinks == 1 ? await d.AskAsync(ask) : await ChooseAsync(d, await d.SampleAsync(ask, Seat.Thinks), told);
        return WithThought(told, thought);
    }

    /// <summary>
    /// The thought under which what the seat heard last is most probable, as the paper keeps thoughts that make the text after them likelier;
    /// the first of equal ones.
    /// </summary>
    private async Task<SeatReply> ChooseAsync(IDeliberation d, IReadOnlyList<SeatReply> thoughts, string told)
    {
        var heard = Quotation.FindLast(told) ?? told;
        var scores = await d.AllAsync<ContinuationScore>([.. thoughts.Select(thought => (Func<IDeliberation, Task<ContinuationScore>>)(b =>
            b.ScoreAsync(Seat, _chat.User(Prompts.Fill("engine/thinks-of", ("thought", SafeText.WithoutMarkers(thought.Text)))), heard)))]);
        return thoughts.Zip(scores).MaxBy(t => t.Second.LogProbability).First;
    }

    private static string WithThought(string told, SeatReply thought) =>
        $"{told}\n\n{Prompts.Fill("engine/thought", ("thought", SafeText.WithoutMarkers(thought.Text)))}";
}
