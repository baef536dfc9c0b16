using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Debate.Deliberation.Answers;
using Debate.EndToEnd.Tests.Acceptance;
using Debate.Models;
using Debate.Testing;

namespace Debate.EndToEnd.Tests.Chat;

/// <summary>One server for all tests that ask debates as models, and the endpoint behind its models.</summary>
public sealed class ChatServer : IAsyncLifetime
{
    /// <summary>The collection of test classes that share it.</summary>
    public const string Name = "chat server";

    /// <summary>The most calls of a debate that is asked as a model here.</summary>
    public const int Calls = 50;

    /// <summary>How many questions the model "small" knows.</summary>
    public const int Questions = 100;

    /// <summary>What the model "thinker" thinks, and says to nobody.</summary>
    public const string Thought = "WHAT-I-THINK";

    private readonly ConcurrentDictionary<string, Hold> _holds = new(StringComparer.Ordinal);
    private SimulatedEndpoint? _endpoint;

    internal ServeProcess Server { get; } = new();

    /// <summary>What the model "says" replies, by a word of the prompt.</summary>
    public ConcurrentDictionary<string, EndpointReply> Replies { get; } = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        var text = QuestionEndpoint.Questions(Questions);
        var honest = Faults.Of(new SimulatedChatClient(
            QuestionEndpoint.Debater(), new ProblemBook(QuestionFile.Read(text, "questions.json"))));
        var thinker = Faults.Of(new SimulatedChatClient(QuestionEndpoint.Debater(), new ProblemBook(QuestionFile.Read(text, "questions.json"))),
            said => EndpointReply.Text($"<think>{Thought}</think>{said.Text}"));
        _endpoint = await SimulatedEndpoint.StartAsync((call, hungUp) => call.Model switch
        {
            "says" => Task.FromResult(Find(Replies, call) ?? EndpointReply.Error(400, "nothing to say")),
            "thinker" => thinker(call, hungUp),
            _ => HoldAsync(call, honest, hungUp),
        });
        Server.Tool.Write("questions.json", text);
        Server.Tool.Write("debate.yaml", $$"""
            models:
              small: { endpoint: {{_endpoint.Url}}, model: small, parallel: 64, patience: 0s, pricePerMillionIn: 1 }
              says: { endpoint: {{_endpoint.Url}}, model: says, patience: 0s }
              thinker: { endpoint: {{_endpoint.Url}}, model: thinker, patience: 0s }
            chat: { budget: { calls: {{Calls}} } }

            """);
        await Server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (_endpoint is not null) await _endpoint.DisposeAsync();
    }

    /// <summary>The calls that a prompt with that word led to.</summary>
    internal IReadOnlyList<ReceivedCall> FindCalls(string word) => [.. _endpoint!.Log.Calls.Where(call => Mentions(call, word))];

    /// <summary>Answers that many calls of the model "small" whose prompts have that word, and holds every later one.</summary>
    internal Hold HoldAfter(int calls, string word) => _holds[word] = new(calls);

    /// <summary>Asks, and reads the reply as JSON.</summary>
    internal static async Task<(HttpResponseMessage Reply, JsonNode Body)> AskAsync(HttpClient http, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions") { Content = Content(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        var reply = await http.SendAsync(request);
        return (reply, JsonNode.Parse(await reply.Content.ReadAsStringAsync())!);
    }

    /// <summary>Asks, and reads the reply as the text of a stream.</summary>
    internal static async Task<string> StreamAsync(HttpClient http, object body)
    {
        using var reply = await http.PostAsync("v1/chat/completions", Content(body));
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, $"{(int)reply.StatusCode} {text}");
        Assert.Equal("text/event-stream", reply.Content.Headers.ContentType?.MediaType);
        return text;
    }

    /// <summary>A body that asks one question.</summary>
    internal static object Body(string model, string question, bool stream = false, long? seed = null) =>
        new { model, stream, seed, messages = new[] { new { role = "user", content = question } } };

    private static HttpContent Content(object body) =>
        body is string json ? new StringContent(json, Encoding.UTF8, "application/json") : JsonContent.Create(body);

    private async Task<EndpointReply> HoldAsync(ReceivedCall call, Responder honest, CancellationToken hungUp)
    {
        if (Find(_holds, call) is { } hold) await hold.PassAsync(hungUp);
        return await honest(call, hungUp);
    }

    private static T? Find<T>(ConcurrentDictionary<string, T> byWord, ReceivedCall call) where T : class =>
        byWord.FirstOrDefault(entry => Mentions(call, entry.Key)).Value;

    private static bool Mentions(ReceivedCall call, string word) =>
        call.Messages.Any(m => m.Text.Contains(word, StringComparison.Ordinal));

    /// <summary>Holds calls back.</summary>
    internal sealed class Hold(int calls)
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        /// <summary>Completes when a call is held.</summary>
        public Task Held => _held.Task.WaitAsync(Patience.Long);

        /// <summary>Lets all calls pass from now on.</summary>
        public void Release() => _released.TrySetResult();

        public async Task PassAsync(CancellationToken hungUp)
        {
            if (Interlocked.Increment(ref _count) <= calls) return;
            _held.TrySetResult();
            await _released.Task.WaitAsync(hungUp);
        }
    }
}

[CollectionDefinition(ChatServer.Name)]
public sealed class ChatServerCollection : ICollectionFixture<ChatServer>;
