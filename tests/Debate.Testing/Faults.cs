using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Models;
using Microsoft.Extensions.AI;

namespace Debate.Testing;

/// <summary>Ready-made ways to answer, well or badly.</summary>
public static class Faults
{
    /// <summary>As that client answers.</summary>
    public static Responder Of(IChatClient client) => async (call, hungUp) =>
    {
        var options = new ChatOptions
        {
            ModelId = call.Model,
            Seed = call.Seed,
            AdditionalProperties = new() { [SimulatedChatClient.CallProperty] = call.Name, [SimulatedChatClient.SeatProperty] = call.Seat },
        };
        var messages = call.Messages.Select(m => new Microsoft.Extensions.AI.ChatMessage(
            m.Role switch { Role.System => ChatRole.System, Role.User => ChatRole.User, _ => ChatRole.Assistant }, m.Text));
        try
        {
            var response = await client.GetResponseAsync(messages, options, hungUp);
            return EndpointReply.Text(response.Text, (int)(response.Usage?.InputTokenCount ?? 0), (int)(response.Usage?.OutputTokenCount ?? 0));
        }
        catch (OutageException outage)
        {
            return EndpointReply.Error(400, outage.Message);
        }
    };

    /// <summary>These replies in turn to the first requests, then as <paramref name="then"/> answers.</summary>
    public static Responder First(IReadOnlyList<EndpointReply> replies, Responder then)
    {
        var next = -1;
        return (call, hungUp) => Interlocked.Increment(ref next) is var at && at < replies.Count
            ? Task.FromResult(replies[at])
            : then(call, hungUp);
    }

    /// <summary>Status 503 until that moment of that clock, then as <paramref name="then"/> answers.</summary>
    public static Responder DeadUntil(DateTimeOffset moment, TimeProvider clock, Responder then) => (call, hungUp) =>
        clock.GetUtcNow() < moment ? Task.FromResult(EndpointReply.Error(503, "overloaded")) : then(call, hungUp);

    /// <summary>Never answers; ends when the client hangs up.</summary>
    public static Responder Hangs { get; } = async (_, hungUp) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, hungUp);
        return EndpointReply.Error(500, "unreachable");
    };

    /// <summary>Answers after a wait on that clock.</summary>
    public static Responder Slow(TimeSpan wait, TimeProvider clock, Responder then) => async (call, hungUp) =>
    {
        await Task.Delay(wait, clock, hungUp);
        return await then(call, hungUp);
    };
}
