using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Debate.Argumentation;
using Debate.Argumentation.Dynamics;
using Debate.Client;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.EndToEnd.Tests.Rewards;

namespace Debate.EndToEnd.Tests.Clients;

/// <summary>Every call of the clients in C# and Python is one that the API's own description has, with its path, parameters and fields.</summary>
[Collection(SharedServer.Name)]
public sealed partial class ContractTests(SharedServer shared)
{
    /// <summary>What the client itself adds where it is needed.</summary>
    private static readonly string[] Added = ["cursor", "limit", "from", "token"];

    [Fact]
    public async Task Every_method_of_the_client_is_an_operation_and_every_operation_a_method()
    {
        using var http = shared.Server.Http();
        using var document = JsonDocument.Parse(await http.GetStringAsync("openapi/v1.json"));
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Where(verb => verb.Value.ValueKind == JsonValueKind.Object && verb.Value.TryGetProperty("operationId", out _))
            .Select(verb => new Operation(document.RootElement, path.Name, verb.Name.ToUpperInvariant(), verb.Value))).ToArray();
        var called = new HashSet<string>();
        foreach (var area in typeof(DebateHttpClient).GetProperties().Where(p => p.PropertyType.Name.EndsWith("Client", StringComparison.Ordinal)))
            foreach (var method in area.PropertyType.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                var sent = await RecordAsync(area, method);
                var operation = operations.SingleOrDefault(o => o.Verb == sent.Method && o.Path.IsMatch(sent.Path.Split('?')[0]));
                Assert.True(operation is not null, $"{area.Name}.{method.Name} sends {sent.Method} {sent.Path}, which the description does not have");
                var query = sent.Path.Contains('?', StringComparison.Ordinal)
                    ? sent.Path.Split('?')[1].Split('&').Select(p => p.Split('=')[0]).ToArray() : [];
                Assert.True(!query.Except(operation.Query).Any() && !operation.Query.Except(query).Except(Added).Except(operation.ByHand).Any(),
                    $"{area.Name}.{method.Name} sends {sent.Path}, and {operation.Id} has {string.Join(", ", operation.Query)}");
                // A reward is known by its content.
                if (operation.Id != "scoreBatch")
                    Assert.True((sent.Key is not null) == operation.TakesKey, $"{area.Name}.{method.Name}: the key of {operation.Id}");
                if (operation.Fields.Count > 0 && sent.Body.StartsWith('{'))
                {
                    using var body = JsonDocument.Parse(sent.Body);
                    Assert.Empty(body.RootElement.EnumerateObject().Select(f => f.Name).Except(operation.Fields));
                }
                called.Add(operation.Id);
            }
        Assert.Empty(operations.Select(o => o.Id).Where(id => !Elsewhere().IsMatch(id)).Except(called));
    }

    [Fact]
    public async Task The_functions_in_python_are_the_operations()
    {
        using var http = shared.Server.Http();
        var file = shared.Server.Tool.Write("openapi.json", await http.GetStringAsync("openapi/v1.json"));
        var ran = await PythonProcess.RunAsync(shared.Server.Address, "none", Path.Combine(SharedData.Repository, "tests/python/contract.py"),
            Path.Combine(shared.Server.Tool.Folder, file));
        Assert.True(ran.Code == 0, ran.Out + ran.Error);
        Assert.Matches("^[3-9][0-9] operations", ran.Out);
    }

    private static async Task<(string Method, string Path, string? Key, string Body)> RecordAsync(PropertyInfo area, MethodInfo method)
    {
        var servers = new FakeServers((_, _) => FakeServers.Document("null"));
        using var client = new DebateHttpClient("http://a.test", retry: RetryPolicy.Once, handler: servers);
        var reply = method.Invoke(area.GetValue(client), [.. method.GetParameters().Select(CreateArgument)])!;
        try
        {
            if (reply is Task task) await task;
            else
            {
                var type = reply.GetType().GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
                var items = type.GetMethod("GetAsyncEnumerator")!.Invoke(reply, [CancellationToken.None])!;
                await (ValueTask<bool>)typeof(IAsyncEnumerator<>).MakeGenericType(type.GetGenericArguments()).GetMethod("MoveNextAsync")!.Invoke(items, [])!;
            }
        }
        catch (Exception answered) when (answered is OutageException or InputException)
        {
            Assert.NotEmpty(servers.Requests);
        }
        return servers.Requests.First();
    }

    private static object? CreateArgument(ParameterInfo parameter) => (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) switch
    {
        var t when t == typeof(string) => parameter.Name == "specification" ? "{}" : "x",
        var t when t == typeof(DeliberationId) => new DeliberationId("x"),
        var t when t == typeof(bool) => true,
        var t when t == typeof(int) => 1,
        var t when t == typeof(long) => 1L,
        var t when t == typeof(double) => 1.0,
        var t when t == typeof(TimeSpan) => TimeSpan.FromSeconds(1),
        var t when t == typeof(CancellationToken) => CancellationToken.None,
        var t when t == typeof(ArgumentMap) => new ArgumentMap("x", ArgumentGraph.Empty),
        var t when t == typeof(IReadOnlyList<GraphEdit>) => new[] { GraphEdit.AddAttack("a", "b") },
        var t when t == typeof(IReadOnlyList<ScoreItem>) => new[] { new ScoreItem("q", ["a"]) },
        var t when t == typeof(SeatsJoined) => new SeatsJoined([new Seat("a", "greedy")]),
        var t when t == typeof(SeatsWithdrawn) => new SeatsWithdrawn(["a"]),
        var t when t == typeof(Budget) => new Budget(1, 2, 3, TimeSpan.FromSeconds(4)),
        var t when t == typeof(TurnReply) => new TurnReply("t", "x", "v", [1], [-1]),
        var t when t == typeof(RunSelection) => new RunSelection
        {
            Children = true, Unfinished = true, Under = new("x"), Status = "failed", Kind = "debate", Protocol = "mad", Model = "m", Search = "s",
            Since = DateTimeOffset.UnixEpoch, Until = DateTimeOffset.UnixEpoch, PageSize = 1,
        },
        var t when t == typeof(NewRun) => new NewRun
        {
            Question = "q", Answers = ["a"], Passage = "p", Problem = new("1", "x"), Protocol = "mad", Options = new Dictionary<string, string>(),
            Model = "m", Seats = new Dictionary<string, string>(), Personas = new Dictionary<string, string>(), Sampling = new(),
            SeatSampling = new Dictionary<string, Sampling>(), Seed = 1, TurnSeconds = 1, Budget = new(1), Priority = Priority.Low, Name = "n",
        },
        var t when t == typeof(RunDefinition) => new RunDefinition
        {
            Id = new("x"), Kind = "debate", Name = "n", Protocol = "mad", Version = "1", Options = new(), Problem = new("1", "x"), Seed = 1,
        },
        var other => throw new InvalidOperationException($"{parameter.Member.Name} takes a {other.Name}: say here what it may be"),
    };

    /// <summary>
    /// Contracts of trainers and OpenAI's, which others speak; a reward, which is asked for as a batch; pages for people.
    /// </summary>
    [GeneratedRegex("^(classify|getReward|stepAgent|seedSession|verify|aggregateMetrics|getReverifyMode|compare|score|getReference|.*[cC]hat.*|.*Completion.*|listModels|getModel)$")]
    private static partial Regex Elsewhere();

    private sealed class Operation(JsonElement document, string path, string verb, JsonElement operation)
    {
        public string Id { get; } = operation.GetProperty("operationId").GetString()!;

        public string Verb => verb;

        public Regex Path { get; } = new($"^{Regex.Replace(path, @"\{\w+\}", "[^/]+")}$");

        public IReadOnlyList<string> Query { get; } = Parameters(operation, "query");

        public bool TakesKey { get; } = Parameters(operation, "header").Contains("Idempotency-Key");

        /// <summary>Parameters that stand in the body, or that a typed client has no use for.</summary>
        public IReadOnlyList<string> ByHand { get; } = operation.GetProperty("operationId").GetString() switch
        {
            "scoreBatch" => ["profile"],
            "startEpisode" or "stepEpisode" or "getEpisode" => ["shape"],
            "putGraph" => ["rephrases"],
            "describeGraph" => ["seconds"],
            _ => [],
        };

        /// <summary>The fields of the body.</summary>
        public IReadOnlyCollection<string> Fields { get; } = operation.TryGetProperty("requestBody", out var body)
            ? Find(document, body.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema")).ToHashSet() : [];

        private static string[] Parameters(JsonElement operation, string place) => operation.TryGetProperty("parameters", out var all)
            ? [.. all.EnumerateArray().Where(p => p.GetProperty("in").GetString() == place).Select(p => p.GetProperty("name").GetString()!)] : [];

        private static IEnumerable<string> Find(JsonElement document, JsonElement schema)
        {
            if (schema.TryGetProperty("$ref", out var reference))
            {
                var named = reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, part) => at.GetProperty(part));
                return Find(document, named);
            }
            var own = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(p => p.Name) : [];
            return own.Concat(new[] { "allOf", "anyOf", "oneOf" }.SelectMany(kind => schema.TryGetProperty(kind, out var parts)
                ? parts.EnumerateArray().SelectMany(part => Find(document, part)) : []));
        }
    }
}
