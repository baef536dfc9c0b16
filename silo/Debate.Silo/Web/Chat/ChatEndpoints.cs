using Debate.Deliberation;
using Debate.Hosting;
using Debate.Silo.Web.Runs;

namespace Debate.Silo.Web.Chat;

/// <summary>
/// Debates as models: whatever speaks OpenAI's chat API, an evaluation harness or a chat page, asks a debate without knowing it. The request
/// is answered by a run like any other; its id is in the header <c>X-Debate-Run</c> and in the field <c>debate</c>.
/// </summary>
internal static class ChatEndpoints
{
    private const string RunHeader = "X-Debate-Run";
    private const string Tag = "chat";

    /// <summary>Adds what the endpoints need; their errors have a shape of their own.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services) => services
        .AddSingleton<IProblemDetailsWriter, ChatErrorWriter>()
        .AddSingleton<ChatQuestions>().AddSingleton<ChatRuns>().AddSingleton<ChatFollower>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapChat(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v1/chat/completions", CompleteAsync).Needs(AccessScopes.Run)
            .WithName("createChatCompletion").WithTags(Tag)
            .WithSummary("Asks a debate as a model, in OpenAI's shape; with stream: true as server-sent events.")
            .Accepts<ChatCompletionRequest>("application/json")
            .Produces<ChatCompletion>().Produces<ChatCompletionChunk>(StatusCodes.Status200OK, "text/event-stream")
            .Produces<ChatError>(StatusCodes.Status400BadRequest).Produces<ChatError>(StatusCodes.Status404NotFound)
            .Produces<ChatError>(StatusCodes.Status409Conflict).Produces<ChatError>(StatusCodes.Status422UnprocessableEntity)
            .Produces<ChatError>(StatusCodes.Status429TooManyRequests).Produces<ChatError>(StatusCodes.Status502BadGateway)
            .Produces<ChatError>(StatusCodes.Status503ServiceUnavailable).Produces<ChatError>(StatusCodes.Status504GatewayTimeout);
        app.MapGet("/v1/models", List).Needs(AccessScopes.Read)
            .WithName("listModels").WithTags(Tag)
            .WithSummary("The debates that can be asked as models, without options: protocols with configured models.")
            .Produces<ChatModelList>();
        app.MapGet("/v1/models/{**name}", Find).Needs(AccessScopes.Read)
            .WithName("getModel").WithTags(Tag)
            .WithSummary("A debate that can be asked as a model, with or without options; 404 where there is none.")
            .Produces<ChatModel>().Produces<ChatError>(StatusCodes.Status400BadRequest).Produces<ChatError>(StatusCodes.Status404NotFound);
    }

    private static IResult List(ProtocolRegistry protocols, ServerOptions options) => TypedResults.Json(
        new ChatModelList([.. DebateModelName.List(protocols, options.Models).Select(name => new ChatModel(name))]), ChatJson.Options);

    private static IResult Find(ProtocolRegistry protocols, ServerOptions options, string name)
    {
        var whole = Uri.UnescapeDataString(name);
        DebateModelName.Parse(whole, protocols, options.Models);
        return TypedResults.Json(new ChatModel(whole), ChatJson.Options);
    }

    private static async Task CompleteAsync(
        HttpContext context, ChatQuestions questions, ChatRuns runs, ChatFollower follower, CallerQuotas quotas, Caller caller,
        IHostApplicationLifetime life)
    {
        var question = await questions.ReadAsync(context, caller.Tenant);
        var gone = context.RequestAborted;
        using var place = quotas.OpenStream(caller);
        await using var joined = await runs.JoinAsync(caller, question);
        context.Response.Headers[RunHeader] = joined.Id.Value;
        // A server that shuts down does not wait for its callers: they ask again, and get the same run.
        await using var stopping = life.ApplicationStopping.Register(context.Abort);
        try
        {
            var (reply, events) = (new ChatReplyWriter(question, joined.Id, joined.Started), follower.FollowAsync(joined.Id, gone));
            var isAnswered = question.Streams ? await StreamAsync(context, reply, events) : await reply.AnswerAsync(context.Response, events, gone);
            if (isAnswered && !gone.IsCancellationRequested) joined.MarkDelivered();
        }
        catch (Exception left) when (left is OperationCanceledException || left is IOException && context.Response.HasStarted)
        {
            // The client is gone, or the store is in the middle of a stream: the client comes again.
            context.Abort();
        }
    }

    private static async Task<bool> StreamAsync(HttpContext context, ChatReplyWriter reply, IAsyncEnumerable<ChatEvent> events)
    {
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await RunEventStream.StartResponseAsync(context);
        return await reply.StreamAsync(context.Response.BodyWriter, events, context.RequestAborted);
    }
}
