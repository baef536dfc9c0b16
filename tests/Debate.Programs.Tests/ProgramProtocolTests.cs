using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Models;
using Debate.Runtime.Runs;
using Debate.Storage;

namespace Debate.Programs.Tests;

/// <summary>
/// The protocols that run programs, with a simulated reasoner whose probabilities are known: accuracies and numbers of stages are those of the
/// formulas, within four standard deviations, through the real engine, journal, parsers and interpreter.
/// </summary>
public sealed class ProgramProtocolTests
{
    private static readonly ReasonerTraits Correcting = new() { ToolRight = 0.5, AcceptsRight = 0.95, AcceptsWrong = 0.2 };
    private static readonly ReasonerTraits Hinted = new() { ToolRight = 0.8, Tool = 0.1, Hinted = 0.5 };

    /// <summary>Stages, then accuracy (1 - (1 - q)^(K-1)) pa/q + (1 - q)^(K-1) p with q = pa + (1 - p)b, and the mean number of stages.</summary>
    [Theory]
    [InlineData(1, "same", 0.5, 1)]
    [InlineData(2, "same", 0.6875, 1.425)]
    [InlineData(3, "same", 0.767188, 1.605625)]
    [InlineData(3, "apart", 0.767188, 1.605625)]
    [InlineData(4, "same", 0.801055, 1.682391)]
    [InlineData(5, "same", 0.815448, 1.715016)]
    public async Task Self_correction_is_as_often_right_as_its_stages_say(int stages, string verify, double accuracy, double mean)
    {
        var verdicts = await RunAsync("chain-of-self-correction", Correcting, 0.5, Count, ("stages", $"{stages}"), ("verify", verify));
        AssertShare(accuracy, verdicts);
        // Of the number of stages, which ends with probability q in each before the last.
        const double q = 0.5 * 0.95 + 0.5 * 0.2;
        var square = Enumerable.Range(1, stages).Sum(s => s * s * Math.Pow(1 - q, s - 1) * (s == stages ? 1 : q));
        Assert.Equal(mean, verdicts.Average(v => v.Measures["stages"]), 4 * Math.Sqrt((square - mean * mean) / Count) + 1e-9);
        Assert.All(verdicts, v => Assert.Equal(0, v.Measures["programs.failed"]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_verifier_that_sees_nothing_corrects_nothing(int stages) => AssertShare(0.5, await RunAsync(
        "chain-of-self-correction", Correcting with { AcceptsRight = 0.4, AcceptsWrong = 0.4 }, 0.5, Count, ("stages", $"{stages}")));

    [Fact]
    public async Task What_the_program_prints_decides()
    {
        var programs = new InlinePrograms(_ => new(ProgramEnd.Done, "23"));
        var wrong = await RunAsync("chain-of-self-correction", Correcting with { ToolRight = 1 }, 0.5, 100, programs);
        Assert.Equal(0, wrong.Count(IsRight));
        programs = new(_ => new(ProgramEnd.TooManyStatements, "", "more than 5 statements"));
        var failed = await RunAsync("chain-of-self-correction", Correcting with { AcceptsWrong = 0 }, 0.5, 20, programs);
        Assert.All(failed, v => Assert.Equal((3.0, 3.0, "stages"), (v.Measures["programs.failed"], v.Measures["stages"], v.Ended)));
    }

    /// <summary>Hints, then p_n + (p_t - p_n)(1 - (1 - u)(1 - u_h)^k).</summary>
    [Theory]
    [InlineData(0, "turn", 0.35)]
    [InlineData(1, "turn", 0.575)]
    [InlineData(2, "turn", 0.6875)]
    [InlineData(3, "turn", 0.74375)]
    [InlineData(0, "require", 0.35)]
    [InlineData(1, "require", 0.575)]
    [InlineData(3, "require", 0.74375)]
    public async Task Hints_bring_programs_and_programs_bring_answers(int hints, string prefix, double accuracy)
    {
        var verdicts = await RunAsync("hint-infer", Hinted, 0.3, Count, ("hints", $"{hints}"), ("prefix", prefix));
        AssertShare(accuracy, verdicts);
        var used = 1 - 0.9 * Math.Pow(0.5, hints);
        Assert.Equal(used, verdicts.Average(v => v.Measures["programs"]), 4 * Math.Sqrt(used * (1 - used) / Count));
        Assert.All(verdicts, v => Assert.Equal(prefix == "turn" ? "prefix: turn" : "prefix: continued", Assert.Single(v.Notes)));
    }

    [Fact]
    public async Task What_the_hinted_program_prints_decides() => Assert.Equal(0, (await RunAsync(
        "hint-infer", Hinted with { Tool = 1, ToolRight = 1 }, 1, 50, new InlinePrograms(_ => new(ProgramEnd.Done, "23")))).Count(IsRight));

    private static int Count => LongRun.Size(400, 6000);

    private static bool IsRight(Verdict verdict) => verdict.Answer is { } answer && AutoChecker.SelectChecker(Question).Check(answer, Question).Correct;

    private static void AssertShare(double expected, IReadOnlyList<Verdict> verdicts) => Assert.Equal(
        expected, (double)verdicts.Count(IsRight) / verdicts.Count, 4 * Math.Sqrt(expected * (1 - expected) / verdicts.Count));

    private static Problem Question { get; } = new("sum", "How much are eight and nine?") { Answers = ["17"], WrongAnswers = ["23"] };

    private static Task<IReadOnlyList<Verdict>> RunAsync(
        string protocol, ReasonerTraits traits, double accuracy, int count, params (string Name, string Value)[] options) =>
        RunAsync(protocol, traits, accuracy, count, new InlinePrograms(null), options);

    private static async Task<IReadOnlyList<Verdict>> RunAsync(
        string protocol, ReasonerTraits traits, double accuracy, int count, InlinePrograms programs, params (string Name, string Value)[] options)
    {
        using var models = new ModelRegistry(new([new SimulatedSpec("sim", SimulatedKind.Reasoner) { Accuracy = accuracy, Reasoning = traits }]));
        var journal = new MemoryJournal();
        await using var runtime = new LocalRuntime(journal, models, DebateServices.Protocols, new() { Programs = programs });
        var descriptor = DebateServices.Protocols.Find(protocol);
        var complete = descriptor.CompleteOptions(new(options.Select(o => KeyValuePair.Create(o.Name, o.Value))));
        var verdicts = new List<Verdict>();
        for (var i = 0; i < count; i++)
        {
            var outcome = await runtime.RunAsync(new()
            {
                Id = new($"run-{i}"),
                Kind = "debate",
                Name = "test",
                Protocol = protocol,
                Version = descriptor.Fingerprint,
                Options = complete,
                Seats = [.. descriptor.Seats(complete).Select(s => new Seat(s, "sim"))],
                Problem = Question,
                Seed = i,
            });
            verdicts.Add(outcome.Verdict ?? throw new InvalidOperationException(outcome.Reason));
        }
        return verdicts;
    }

    /// <summary>The interpreter in this process, which has no enemies here; what a program gives follows from its text.</summary>
    private sealed class InlinePrograms(Func<ProgramCall, ProgramResult>? answer) : IPrograms
    {
        private readonly ConcurrentDictionary<string, ProgramResult> _results = new();

        public bool Runs(string language) => language == ProgramCall.JavaScript;

        public Task<ProgramResult> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation) => Task.FromResult(
            answer?.Invoke(call) ?? _results.GetOrAdd(call.Source, _ => JavaScriptProgram.Run(new(call, ProgramLimits.Default))));
    }
}
