using System.Diagnostics;
using Debate.Deliberation;
using Microsoft.Extensions.AI;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Debate.Models;

/// <summary>Records an activity and measurements for each call. No prompt or reply text is recorded.</summary>
internal sealed class ObservedChatClient(IChatClient inner, string model, TimeProvider clock) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<AiMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var activity = ModelTelemetry.Source.StartActivity("ask", ActivityKind.Client);
        activity?.SetTag("model", model).SetTag("seat", CallScope.Current?.Seat);
        var began = clock.GetTimestamp();
        ChatResponse? response = null;
        try
        {
            response = await base.GetResponseAsync(messages, options, cancellationToken);
            return response;
        }
        finally
        {
            Observe(response, activity, clock.GetElapsedTime(began));
        }
    }

    private void Observe(ChatResponse? response, Activity? activity, TimeSpan took)
    {
        var requests = CallScope.Current?.Attempts ?? 1;
        ModelTelemetry.RecordRequests(model, requests);
        activity?.SetTag("requests", requests);
        if (response is null)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            ModelTelemetry.RecordFailure(model);
            return;
        }
        ModelTelemetry.RecordReply(model, new Usage(1, 0, response.Usage?.InputTokenCount ?? 0, response.Usage?.OutputTokenCount ?? 0),
            took);
    }
}
