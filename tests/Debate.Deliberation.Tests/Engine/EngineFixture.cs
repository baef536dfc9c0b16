using Debate.Argumentation.Solving;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;

namespace Debate.Deliberation.Tests.Engine;

/// <summary>The engine without Orleans: a list as journal, a function as models, and children that run in-process.</summary>
internal sealed class EngineFixture : IModelClient, ISolvers, IChildRunner
{
    private readonly ProtocolRegistry _protocols;

    public EngineFixture(Func<ModelCall, string> reply, params ProtocolDescriptor[] protocols)
    {
        Reply = reply;
        _protocols = new([Mad.Descriptor, Direct.Descriptor, SelfConsistency.Descriptor, SelfReflection.Descriptor, .. protocols]);
        Ports = new(Journal, this, this, this, _protocols, Clock, "test") { Programs = new FakePrograms(_ => new(ProgramEnd.Done, "4")) };
    }

    public Func<ModelCall, string> Reply { get; set; }

    /// <summary>What a call waits for before it is answered.</summary>
    public Func<ModelCall, Task> Delay { get; init; } = _ => Task.CompletedTask;

    /// <summary>How a model's reply ends; null for the ordinary stop.</summary>
    public Func<ModelCall, string?> Finish { get; set; } = _ => null;

    /// <summary>The thoughts that come with a reply.</summary>
    public Func<ModelCall, string?> Thoughts { get; set; } = _ => null;

    /// <summary>The behaviour of the solver.</summary>
    public Func<SolveCall, CancellationToken, Task<Answer>> Solve { get; set; } = new InlineSolvers().SolveAsync;

    /// <summary>Every question that reached the solver, in order.</summary>
    public List<SolveCall> Questions { get; } = [];

    public ListJournal Journal { get; } = new();

    public EnginePorts Ports { get; set; }

    public ManualClock Clock { get; } = new();

    /// <summary>Every call to a model, in order.</summary>
    public List<ModelCall> Calls { get; } = [];

    /// <summary>The paths of the calls whose replies were told to be recorded, in order.</summary>
    public List<string> Recorded { get; } = [];

    /// <summary>What its models can do beyond replying.</summary>
    public Abilities Abilities { get; set; }

    /// <summary>The score that its models give a text.</summary>
    public Func<ScoreCall, double> Score { get; set; } = _ => -1;

    public IEnumerable<string> Speakers => Calls.Select(c => c.Seat.Name);

    public Usage PerCall { get; init; } = new(1, 0, 10, 5);

    /// <summary>The usage that a model tells with its reply; what was reserved for the call where null.</summary>
    public Usage? Told { get; init; }

    public RunDefinition Define(string protocol, params (string Name, string Value)[] options)
    {
        var entry = _protocols.Find(protocol);
        var complete = new ProtocolOptions(options.Select(o => KeyValuePair.Create(o.Name, o.Value)))
            .ValidateAndComplete(protocol, entry.Options);
        return new()
        {
            Id = new("run"),
            Kind = entry.Kind,
            Name = "test",
            Protocol = protocol,
            Version = entry.Fingerprint,
            Options = complete,
            Seats = [.. entry.Seats(complete).Select(s => new Seat(s, "model"))],
            Problem = new Problem("q", "What is two and two?") { Answers = ["4"] },
            Seed = 7,
        };
    }

    public Task<RunOutcome> RunAsync(RunDefinition definition) => new RunDriver(Ports, definition.Id).StartAsync(definition);

    public ModelTerms FindTerms(string model) =>
        model == ExternalSeat.Model ? ExternalSeat.Terms : ModelTerms.Free with { MaxUsage = PerCall, Abilities = Abilities };

    public async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        lock (Calls) Calls.Add(call);
        await Delay(call).WaitAsync(cancellation);
        return new(Reply(call), Told ?? PerCall, Finish(call)) { Thoughts = Thoughts(call) };
    }

    public Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation) =>
        Task.FromResult(new ModelScore(Score(call), 3, Told ?? PerCall));

    public void OnRecorded(ModelCall call)
    {
        lock (Recorded) Recorded.Add(call.Path);
    }

    public Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation)
    {
        lock (Questions) Questions.Add(call);
        return Solve(call, cancellation);
    }

    /// <summary>Whether children that nobody stopped are still running, on the budget that was leased to them.</summary>
    public bool ChildrenLive { get; set; }

    public async Task<RunOutcome> RunAsync(RunDefinition child, CancellationToken cancellation)
    {
        await Task.Yield();
        var history = (await Journal.ReadAsync(child.Id)).Select(entry => entry.ReadBody()).ToArray();
        if (ChildrenLive && history is [RunStarted { Definition: var held }, .., not (RunCompleted or RunSuspended)])
            child = child with { Budget = history.OfType<ActivationStarted>().LastOrDefault()?.Budget ?? held.Budget };
        var driver = new RunDriver(Ports, child.Id);
        await using var stop = cancellation.Register(() => driver.Stop(RunStatus.Interrupted, "its parent stopped"));
        return await driver.StartAsync(child);
    }
}

/// <summary>Programs whose results a test decides.</summary>
internal sealed class FakePrograms(Func<ProgramCall, ProgramResult> answer) : IPrograms
{
    public Func<ProgramCall, ProgramResult> Answer { get; set; } = answer;

    public Func<CancellationToken, Task> Delay { get; init; } = _ => Task.CompletedTask;

    public List<ProgramCall> Calls { get; } = [];

    public List<DeliberationId> Runs { get; } = [];

    bool IPrograms.Runs(string language) => language != "cobol";

    public async Task<ProgramResult> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation)
    {
        lock (Calls)
        {
            Calls.Add(call);
            Runs.Add(run);
        }
        await Delay(cancellation);
        return Answer(call);
    }
}

/// <summary>A clock that moves only when a test advances it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Turn(TimeSpan by) => _now += by;
}
