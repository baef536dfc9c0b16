using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>
/// The messages of a run by their addresses. A journal stores each message once; from these every request can be reconstructed exactly as
/// it was sent.
/// </summary>
public sealed class Messages
{
    private readonly Dictionary<string, Message> _byAddress = new(StringComparer.Ordinal);

    private Messages() { }

    /// <summary>Collects the messages of a run.</summary>
    public static Messages Of(RunRecord run)
    {
        var messages = new Messages();
        foreach (var asked in run.Stored.Select(e => e.Body).OfType<Asked>()) messages.Add(asked);
        return messages;
    }

    /// <summary>
    /// The chat at an address, oldest message first; throws <see cref="ReplayException"/> where the journal lacks a part of it.
    /// </summary>
    public IReadOnlyList<ChatMessage> Chat(string address) =>
        [.. Steps(address).Select(s => new ChatMessage(s.Message.Role, s.Message.Text))];

    /// <summary>The messages of a chat with their own addresses, oldest first.</summary>
    internal IReadOnlyList<(string Address, Message Message)> Steps(string address)
    {
        var steps = new List<(string, Message)>();
        for (var at = address; at.Length > 0; at = _byAddress[at].Before)
        {
            if (!_byAddress.TryGetValue(at, out var message)) throw new ReplayException($"message {at}: the journal does not hold it");
            steps.Add((at, message));
        }
        steps.Reverse();
        return steps;
    }

    private void Add(Asked asked)
    {
        foreach (var message in asked.New) Add(message);
        Add(new Message(asked.Chat, Role.Assistant, asked.Reply));
    }

    private void Add(Message message) => _byAddress[Deliberation.Chat.Address(message.Before, message.Role, message.Text)] = message;
}
