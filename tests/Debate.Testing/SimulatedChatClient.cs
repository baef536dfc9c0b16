using System.Globalization;
using Debate.Argumentation;
using Debate.Core;
using Debate.Deliberation;
using Debate.Models;
using Microsoft.Extensions.AI;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;
using Message = Debate.Deliberation.ChatMessage;

namespace Debate.Testing;

/// <summary>
/// A simulated model as a chat client, so that a server of the OpenAI API can use it. All its inputs come with the request: the messages,
/// <see cref="ChatOptions.Seed"/>, <see cref="ChatOptions.ModelId"/>, and the call's headers in the additional properties
/// <see cref="CallProperty"/> and <see cref="SeatProperty"/>.
/// </summary>
public sealed class SimulatedChatClient(ISimulatedModel model, ProblemBook problems, TimeSpan latency = default, TimeProvider? clock = null)
    : IChatClient
{
    /// <summary>The property that holds the header X-Debate-Call, from which the seed is derived if the request has none.</summary>
    public const string CallProperty = EndpointConnection.CallHeader;

    /// <summary>The property that holds the header X-Debate-Seat.</summary>
    public const string SeatProperty = EndpointConnection.SeatHeader;

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<AiMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (latency > TimeSpan.Zero) await Task.Delay(latency, clock ?? TimeProvider.System, cancellationToken);
        Message[] chat = [.. messages.Select(m => new Message(ChatRoles.Convert(m.Role), m.Text))];
        var call = new SimulatedCall(GetProperty(options, SeatProperty), options?.ModelId
            ?? "", chat, GetSeed(options), problems.Find(chat));
        var text = model.Reply(call);
        return new(new AiMessage(ChatRole.Assistant, text))
        {
            ModelId = options?.ModelId,
            FinishReason = ChatFinishReason.Stop,
            Usage = EstimateUsage(chat, text),
        };
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<AiMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        ToStream(GetResponseAsync(messages, options, cancellationToken));

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static long GetSeed(ChatOptions? options)
    {
        if (options?.Seed is { } seed) return seed;
        var name = GetProperty(options, CallProperty);
        var attempt = name.LastIndexOf('/');
        return SeededRandom.DeriveSeed(0, attempt < 0 ? name : name[..attempt]) & int.MaxValue;
    }

    private static string GetProperty(ChatOptions? options, string name) =>
        options?.AdditionalProperties?.TryGetValue(name, out var value) is true
            ? Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""
            : "";

    private static UsageDetails EstimateUsage(Message[] chat, string text)
    {
        var (tokensIn, tokensOut) = (TokenEstimate.FromCharacters(chat.Sum(m => (long)m.Text.Length)),
            TokenEstimate.FromCharacters(text.Length));
        return new() { InputTokenCount = tokensIn, OutputTokenCount = tokensOut, TotalTokenCount = tokensIn + tokensOut };
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> ToStream(Task<ChatResponse> response)
    {
        foreach (var update in (await response).ToChatResponseUpdates()) yield return update;
    }
}
