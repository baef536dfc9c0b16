using System.Text.Json.Serialization;
using Debate.Core;
using Debate.Core.Output;

namespace Debate.Deliberation;

/// <summary>Who wrote a message of a chat.</summary>
public enum Role
{
    /// <summary>The seat's instructions.</summary>
    System,

    /// <summary>A prompt to the seat.</summary>
    User,

    /// <summary>A reply of the seat.</summary>
    Assistant,
}

/// <summary>
/// A message of a chat. It is made once, by the chat, and the same object goes to the model: only what is sent over HTTP has another form.
/// </summary>
/// <param name="Role">Who wrote it.</param>
/// <param name="Text">Its text.</param>
public sealed record ChatMessage(Role Role, string Text)
{
    /// <summary>
    /// For a reply that the asked seat gave: the thoughts that came with it. Only a model whose entry says so gets them back. Null where
    /// there are none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Thoughts { get; init; }
}

/// <summary>
/// The chat of one seat: an append-only, immutable linked list, so that prefixes are shared and never rewritten. Each message is
/// addressed by a hash over the messages before it, its role and its text; one address therefore names a whole chat.
/// <para>Everything that any seat is shown is a message made here, so here the control tokens of models are defused, whoever wrote them and
/// whatever they came through: question, passage, persona, statements, the seat's own earlier replies.</para>
/// </summary>
public sealed class Chat
{
    /// <summary>The chat without messages.</summary>
    public static Chat Empty { get; } = new(null, new(Role.System, ""));

    private string? _id;

    private Chat(Chat? before, ChatMessage message)
    {
        (Previous, Message) = (before, message);
        Count = before is null ? 0 : before.Count + 1;
    }

    /// <summary>The chat before the last message; null for <see cref="Empty"/>.</summary>
    public Chat? Previous { get; }

    /// <summary>The last message.</summary>
    public ChatMessage Message { get; }

    /// <summary>The role of the last message.</summary>
    public Role Role => Message.Role;

    /// <summary>The text of the last message.</summary>
    public string Text => Message.Text;

    /// <summary>The number of messages.</summary>
    public int Count { get; }

    /// <summary>The address: 128 bits of SHA-256 in hexadecimal; empty for <see cref="Empty"/>.</summary>
    public string Id => _id ??= Previous is null ? "" : ComputeAddress(Previous.Id, Role, Text);

    /// <summary>This chat followed by instructions.</summary>
    public Chat System(string text) => new(this, new(Role.System, ControlTokens.Defuse(text)));

    /// <summary>This chat followed by a prompt to the seat.</summary>
    public Chat User(string text) => new(this, new(Role.User, ControlTokens.Defuse(text)));

    /// <summary>This chat followed by a reply of the seat.</summary>
    public Chat Assistant(string text) => new(this, new(Role.Assistant, ControlTokens.Defuse(text)));

    /// <summary>
    /// This chat with the reply to it: a message of the seat, or, where the chat ends with one that the seat had begun, the rest of that one.
    /// </summary>
    public Chat Reply(string text) => IsBegun ? Previous!.Assistant(Text + text) : Assistant(text);

    /// <summary>Whether it ends with the seat's own words, which the seat is to go on with.</summary>
    public bool IsBegun => Previous is not null && Role == Role.Assistant;

    /// <summary>This chat followed by a message of another chat, which stays as it is.</summary>
    public Chat With(Role role, string text) => new(this, new(role, text));

    /// <summary>The messages, oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages()
    {
        var messages = new ChatMessage[Count];
        for (var at = this; at.Previous is not null; at = at.Previous) messages[at.Count - 1] = at.Message;
        return messages;
    }

    /// <summary>The address of a message that follows the chat with the address <paramref name="before"/>.</summary>
    public static string ComputeAddress(string before, Role role, string text) => Digest.Hash128(before, role.ToString(), text);
}
