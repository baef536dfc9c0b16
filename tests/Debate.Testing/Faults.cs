using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Models;
using Microsoft.Extensions.AI;

namespace Debate.Testing;

/// <summary>Ready-made responders, good and bad.</summary>
public static class Faults
{
    /// <summary>Replies as the client does.</summary>
    public static Responder Of(IChatClient client) => Of(client, response => EndpointReply.Text(
        response.Text, (int)(response.Usage?.InputTokenCount ?? 0), (int)(response.Usage?.OutputTokenCount ?? 0)));

    /// <summary>Replies as the client does, in a form of its own.</summary>
    public static Responder Of(IChatClient client, Func<ChatResponse, EndpointReply> form) => async (call, hungUp) =>
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
            return form(await client.GetResponseAsync(messages, options, hungUp));
        }
        catch (OutageException outage)
        {
            return EndpointReply.Error(400, outage.Message);
        }
    };

    /// <summary>Sends these replies to the first requests in turn, then those of <paramref name="then"/>.</summary>
    public static Responder First(IReadOnlyList<EndpointReply> replies, Responder then)
    {
        var next = -1;
        return (call, hungUp) => Interlocked.Increment(ref next) is var at && at < replies.Count
            ? Task.FromResult(replies[at])
            : then(call, hungUp);
    }

    /// <summary>Status 503 until that moment of the clock, then the replies of <paramref name="then"/>.</summary>
    public static Responder DeadUntil(DateTimeOffset moment, TimeProvider clock, Responder then) => (call, hungUp) =>
        clock.GetUtcNow() < moment ? Task.FromResult(EndpointReply.Error(503, "overloaded")) : then(call, hungUp);

    /// <summary>Never answers; ends when the client hangs up.</summary>
    public static Responder Hangs { get; } = async (_, hungUp) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, hungUp);
        return EndpointReply.Error(500, "unreachable");
    };

    /// <summary>
    /// Replies as <paramref name="then"/>, but from the request with that index on only after <paramref name="release"/>: what asks cannot
    /// come to its end before, however slow the machine is.
    /// </summary>
    public static Responder HoldFrom(int index, Task release, Responder then) => async (call, hungUp) =>
    {
        if (call.Index >= index) await release.WaitAsync(hungUp);
        return await then(call, hungUp);
    };

    /// <summary>Waits on the clock, then replies as <paramref name="then"/>.</summary>
    public static Responder Slow(TimeSpan wait, TimeProvider clock, Responder then) => async (call, hungUp) =>
    {
        await Task.Delay(wait, clock, hungUp);
        return await then(call, hungUp);
    };
}
