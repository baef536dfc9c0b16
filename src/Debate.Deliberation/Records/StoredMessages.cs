using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>
/// The messages of a run by their addresses. A journal stores each message once; from these every request can be reconstructed exactly as
/// it was sent.
/// </summary>
public sealed class StoredMessages
{
    private readonly Dictionary<string, StoredMessage> _byAddress = new(StringComparer.Ordinal);

    private StoredMessages() { }

    /// <summary>Collects the messages of a run.</summary>
    public static StoredMessages Collect(RunRecord run)
    {
        var messages = new StoredMessages();
        foreach (var asked in run.Entries.Select(e => e.Body).OfType<ModelReplied>()) messages.Add(asked);
        return messages;
    }

    /// <summary>
    /// The chat at an address, oldest message first; throws <see cref="ReplayException"/> where the journal lacks a part of it.
    /// </summary>
    public IReadOnlyList<ChatMessage> ReadChat(string address) => [.. ReadMessages(address).Select(s => s.Message.Message)];

    /// <summary>The messages of a chat with their own addresses, oldest first.</summary>
    internal IReadOnlyList<(string Address, StoredMessage Message)> ReadMessages(string address)
    {
        var steps = new List<(string, StoredMessage)>();
        for (var at = address; at.Length > 0; at = _byAddress[at].Before)
        {
            if (!_byAddress.TryGetValue(at, out var message)) throw new ReplayException($"message {at}: the journal does not hold it");
            steps.Add((at, message));
        }
        steps.Reverse();
        return steps;
    }

    private void Add(ModelReplied asked)
    {
        foreach (var message in asked.New) Add(message);
        Add(new StoredMessage(asked.Chat, Role.Assistant, asked.Reply));
    }

    private void Add(StoredMessage message) =>
        _byAddress[Deliberation.Chat.ComputeAddress(message.Before, message.Role, message.Text)] = message;
}
