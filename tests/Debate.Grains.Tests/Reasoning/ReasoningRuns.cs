using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Models;
using Debate.Runtime.Runs;
using Debate.Storage;

namespace Debate.Grains.Tests.Reasoning;

/// <summary>
/// Many runs of one protocol over the whole way: the registered protocol, a journal, the configured models and their adapters. The models are
/// called thinker and other; a test may put words into the mouth of a seat.
/// </summary>
internal sealed class ReasoningRuns : IAsyncDisposable
{
    private readonly MemoryJournal _journal = new();
    private readonly ModelRegistry _models;
    private readonly Prompter _prompter;
    private readonly LocalRuntime _runtime;

    /// <param name="thinker">The entry of the model thinker, without its name.</param>
    /// <param name="other">That of the model other.</param>
    /// <param name="says">What a call is answered instead of by its model; null for the model's reply.</param>
    public ReasoningRuns(string thinker, string other = "simulated: reasoner", Func<ModelCall, string?>? says = null)
    {
        _models = new(ModelConfiguration.Read($"models:\n  thinker: {{ {thinker} }}\n  other: {{ {other} }}\n", "test.yaml"));
        _prompter = new(_models, says ?? (_ => null));
        _runtime = new(_journal, _prompter, DebateServices.Protocols);
    }

    /// <summary>The problem of every run, whose text has the number of the run in it.</summary>
    public Func<int, Problem> Problem { get; init; } =
        i => new("q", string.Create(CultureInfo.InvariantCulture, $"What is {i} and 1 together?"))
        {
            Answers = [string.Create(CultureInfo.InvariantCulture, $"{i + 1}")],
        };

    /// <summary>The seats that the model other takes.</summary>
    public IReadOnlyList<string> OfOther { get; init; } = [];

    /// <summary>The seats as they sit down.</summary>
    public Func<Seat, Seat> Prepare { get; init; } = seat => seat;

    /// <summary>What the models can do; null for what they say of themselves.</summary>
    public Abilities? Can { get => _prompter.Can; init => _prompter.Can = value; }

    /// <summary>How probable a model finds a text, where a test says so; null for the model's own score.</summary>
    public Func<ScoreCall, double?> Scores { get => _prompter.Scores; init => _prompter.Scores = value; }

    /// <summary>Runs with the seeds and numbers from 0.</summary>
    public async Task<IReadOnlyList<Verdict>> RunAsync(string protocol, int runs, params (string Name, string Value)[] options)
    {
        var verdicts = new List<Verdict>();
        for (var i = 0; i < runs; i++)
        {
            var outcome = await _runtime.RunAsync(Define(protocol, i, options));
            verdicts.Add(outcome.Verdict ?? throw new InvalidOperationException($"{protocol}: {outcome.Reason}"));
        }
        return verdicts;
    }

    /// <summary>The share of runs with a right answer.</summary>
    public async Task<double> ShareRightAsync(string protocol, int runs, params (string Name, string Value)[] options) =>
        (await RunAsync(protocol, runs, options)).Index().Count(v => v.Item.Answer == Problem(v.Index).Answers[0]) / (double)runs;

    /// <summary>What a run recorded.</summary>
    public async Task<RunRecord> ReadAsync(string protocol, int run)
    {
        var id = IdOf(protocol, run);
        return RunRecord.Read(id, await _journal.ReadAsync(id));
    }

    /// <summary>The entries of a run; none where it was refused.</summary>
    public Task<IReadOnlyList<JournalEntry>> ReadEntriesAsync(string protocol, int run) => _journal.ReadAsync(IdOf(protocol, run));

    /// <summary>Holds a share to what it must be: within four standard deviations.</summary>
    public static void AssertShare(double expected, double share, int runs)
    {
        var deviation = 4 * Math.Sqrt(expected * (1 - expected) / runs);
        Assert.InRange(share, expected - deviation, expected + deviation);
    }

    public async ValueTask DisposeAsync()
    {
        await _runtime.DisposeAsync();
        _models.Dispose();
    }

    private RunDefinition Define(string protocol, int run, (string Name, string Value)[] options)
    {
        var entry = DebateServices.Protocols.Find(protocol);
        var problem = Problem(run);
        var complete = DebateServices.Protocols.CompleteOptions(
            protocol, problem, new(options.Select(o => KeyValuePair.Create(o.Name, o.Value))));
        return new()
        {
            Id = IdOf(protocol, run),
            Kind = entry.Kind,
            Name = "test",
            Protocol = protocol,
            Version = entry.Fingerprint,
            Options = complete,
            Seats = [.. entry.Seats(complete).Select(s => Prepare(new(s, OfOther.Contains(s) ? "other" : "thinker")))],
            Problem = problem,
            Seed = run,
        };
    }

    private static DeliberationId IdOf(string protocol, int run) => new(string.Create(CultureInfo.InvariantCulture, $"{protocol}-{run}"));

    /// <summary>Models whose replies a test may replace.</summary>
    private sealed class Prompter(IModelClient inner, Func<ModelCall, string?> says) : DelegatingModelClient(inner)
    {
        public override async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
        {
            var reply = await base.AskAsync(call, cancellation);
            return says(call) is { } text ? reply with { Text = text } : reply;
        }

        public Func<ScoreCall, double?> Scores { get; set; } = _ => null;

        public Abilities? Can { get; set; }

        public override ModelTerms? FindTerms(string model) =>
            base.FindTerms(model) is { } terms ? Can is { } can ? terms with { Abilities = can } : terms : null;

        public override ModelTerms GetTerms(string model) => FindTerms(model)!;

        public override async Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation) =>
            Scores(call) is { } score ? new(score, 1, new(1, 0, 1, 0, 0)) : await base.ScoreAsync(call, cancellation);
    }
}
