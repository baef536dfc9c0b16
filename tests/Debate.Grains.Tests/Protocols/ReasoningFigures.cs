using System.Collections.Immutable;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Models;
using Debate.Runtime.Runs;
using Debate.Storage;

namespace Debate.Grains.Tests.Protocols;

/// <summary>
/// Runs a protocol many times on simulated reasoners, through the real engine, journal, adapters and parsers, and counts. A hand in between
/// may change what is asked or what is replied, to see that it matters.
/// </summary>
internal sealed class ReasoningFigures : IAsyncDisposable
{
    private readonly ModelRegistry _models;
    private readonly LocalRuntime _runtime;

    public ReasoningFigures(SimulatedSpec model, Func<string, string>? onRequest = null, Func<string, string>? onReply = null)
    {
        _models = new(new([model with { }]));
        Watched = new(_models, onRequest ?? (text => text), onReply ?? (text => text));
        _runtime = new(Journal, Watched, DebateServices.Protocols);
    }

    /// <summary>The number of runs of which a share is told.</summary>
    public static int Count => LongRun.Size(400, 6_000);

    /// <summary>One question with a right answer and as many wrong ones as a model gives.</summary>
    public static Problem Question { get; } = new("sum", "How much are eight and nine?")
    {
        Answers = ["17"], WrongAnswers = ["23", "71", "16"],
    };

    public MemoryJournal Journal { get; } = new();

    public WatchedModels Watched { get; }

    /// <summary>A model that reasons with these traits.</summary>
    public static SimulatedSpec Model(double accuracy, ReasonerTraits? traits = null, int wrongAnswers = 1) =>
        new("sim", SimulatedKind.Reasoner) { Accuracy = accuracy, WrongAnswers = wrongAnswers, Reasoning = traits ?? new() };

    public async ValueTask DisposeAsync()
    {
        await _runtime.DisposeAsync();
        _models.Dispose();
    }

    /// <summary>The verdicts of so many runs, each with a seed of its own.</summary>
    public async Task<ImmutableArray<Verdict>> RunAsync(
        string protocol, int count, Func<int, Problem> problems, params (string Name, string Value)[] options)
    {
        var verdicts = ImmutableArray.CreateBuilder<Verdict>();
        for (var i = 0; i < count; i++)
        {
            var outcome = await RunAsync(Define(protocol, $"run-{i}", i, problems(i), options));
            verdicts.Add(outcome.Verdict ?? throw new InvalidOperationException(outcome.Reason));
        }
        return verdicts.ToImmutable();
    }

    public Task<ImmutableArray<Verdict>> RunAsync(string protocol, params (string Name, string Value)[] options) =>
        RunAsync(protocol, Count, _ => Question, options);

    public Task<RunOutcome> RunAsync(RunDefinition definition) => _runtime.RunAsync(definition, TestContext.Current.CancellationToken);

    public static RunDefinition Define(
        string protocol, string id, long seed, Problem problem, params (string Name, string Value)[] options)
    {
        var descriptor = DebateServices.Protocols.Find(protocol);
        var complete = DebateServices.Protocols.CompleteOptions(
            protocol, problem, new(options.Select(o => KeyValuePair.Create(o.Name, o.Value))));
        return new()
        {
            Id = new(id),
            Kind = descriptor.Kind,
            Name = "test",
            Protocol = protocol,
            Version = descriptor.Fingerprint,
            Options = complete,
            Seats = [.. descriptor.Seats(complete).Select(s => new Seat(s, "sim"))],
            Problem = problem,
            Seed = seed,
        };
    }

    /// <summary>A share is what it must be, within four standard deviations.</summary>
    public static void AssertShare(double expected, IReadOnlyList<Verdict> verdicts, Func<Verdict, bool>? counted = null) => Assert.Equal(
        expected, verdicts.Average(v => (counted ?? IsRight)(v) ? 1.0 : 0), 4 * Math.Sqrt(expected * (1 - expected) / verdicts.Count) + 1e-9);

    public static bool IsRight(Verdict verdict) => IsRight(verdict, Question);

    public static bool IsRight(Verdict verdict, Problem problem) =>
        verdict.Answer is { } answer && AutoChecker.SelectChecker(problem).Check(answer, problem).Correct;
}

/// <summary>Models behind a hand that may change the last message of a request, and a reply.</summary>
internal sealed class WatchedModels(IModelClient inner, Func<string, string> onRequest, Func<string, string> onReply)
    : DelegatingModelClient(inner)
{
    private int _calls;

    /// <summary>The calls so far.</summary>
    public int Calls => _calls;

    public override async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _calls);
        var chat = call.Chat.ToArray();
        chat[^1] = chat[^1] with { Text = onRequest(chat[^1].Text) };
        var reply = await base.AskAsync(call with { Chat = chat }, cancellation);
        return reply with { Text = onReply(reply.Text) };
    }
}
