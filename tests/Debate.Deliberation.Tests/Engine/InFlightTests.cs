using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Tests.Engine;

/// <summary>One debate at a time in a process, and debates that wait for what others must do first.</summary>
public sealed class InFlightTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private readonly OneAtATime _limiter = new();
    private readonly TaskCompletionSource _person = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Debate_that_waits_for_a_person_lets_another_one_finish_and_records_what_it_would_alone()
    {
        var engine = Engine();
        var waiting = StartAsync(engine, "waits");
        Assert.Equal(RunStatus.Finished, (await StartAsync(engine, "talks").WaitAsync(Long)).Status);
        Assert.False(waiting.IsCompleted);
        _person.SetResult();
        Assert.Equal(RunStatus.Finished, (await waiting.WaitAsync(Long)).Status);
        Assert.Equal((1, 1), (_limiter.Free, _limiter.MostCallers));

        var alone = Engine();
        alone.Ports = alone.Ports with { RunLimiter = UnlimitedRuns.Instance };
        await StartAsync(alone, "waits");
        Assert.Equal(await HashesAsync(alone, "waits"), await HashesAsync(engine, "waits"));
    }

    [Fact]
    public async Task Debate_that_was_replied_to_asks_on_only_when_nobody_else_is_driven()
    {
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var engine = Engine(call => call.Id.Value == "talks" ? busy.Task : Task.CompletedTask);
        var waiting = StartAsync(engine, "waits");
        var talking = StartAsync(engine, "talks");
        _person.SetResult();
        await RecordedAsync(engine, "waits", 3);
        Assert.Equal(["0", "1"], PathsOf(engine, "waits"));
        busy.SetResult();
        await Task.WhenAll(waiting, talking).WaitAsync(Long);
        Assert.Equal(["0", "1", "2"], PathsOf(engine, "waits"));
        Assert.Equal((1, 1), (_limiter.Free, _limiter.MostCallers));
    }

    [Fact]
    public async Task Debate_that_starts_debates_does_not_keep_them_waiting()
    {
        var engine = Engine();
        var outcome = await StartAsync(engine, "leads").WaitAsync(Long);
        Assert.Equal((RunStatus.Finished, 1 + 3 * 3 + 1), (outcome.Status, engine.Calls.Count));
        Assert.Equal((1, 1), (_limiter.Free, _limiter.MostCallers));
    }

    [Fact]
    public async Task Branches_that_ask_while_another_one_waits_take_the_permit_together_and_leave_it()
    {
        var engine = Engine();
        var waiting = StartAsync(engine, "branches");
        await RecordedAsync(engine, "branches", 1 + 4);
        Assert.Equal(RunStatus.Finished, (await StartAsync(engine, "talks").WaitAsync(Long)).Status);
        Assert.False(waiting.IsCompleted);
        _person.SetResult();
        Assert.Equal(RunStatus.Finished, (await waiting.WaitAsync(Long)).Status);
        Assert.Equal(1, _limiter.Free);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Stop_and_hand_over_end_the_wait_for_the_permit(bool isHandOver)
    {
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var engine = Engine(call => call.Id.Value == "talks" ? busy.Task : Task.CompletedTask);
        var driver = new RunDriver(engine.Ports, new("waits"));
        var waiting = driver.StartAsync(Define(engine, "waits"));
        var talking = StartAsync(engine, "talks");
        _person.SetResult();
        await RecordedAsync(engine, "waits", 3);
        if (isHandOver) driver.HandOver("enough");
        else driver.Stop(RunStatus.Interrupted, "enough");
        var outcome = await waiting.WaitAsync(Long);
        Assert.Equal((RunStatus.Interrupted, "enough"), (outcome.Status, outcome.Reason));
        busy.SetResult();
        Assert.Equal(RunStatus.Finished, (await talking.WaitAsync(Long)).Status);
        Assert.Equal(1, _limiter.Free);
    }

    private EngineFixture Engine(Func<ModelCall, Task>? delay = null)
    {
        var engine = new EngineFixture(
            _ => "reply",
            ScriptedProtocol.Protocol("talks", d => TalkAsync(d, "a", "a", "a")),
            ScriptedProtocol.Protocol("waits", d => TalkAsync(d, "a", "b", "a")),
            ScriptedProtocol.Protocol("leads", LeadAsync),
            ScriptedProtocol.Protocol("branches", BranchAsync))
        {
            Delay = call => call.Seat.Model == ExternalSeat.Model ? _person.Task : OwnAsync(call, delay),
        };
        engine.Ports = engine.Ports with { RunLimiter = _limiter };
        return engine;
    }

    private async Task OwnAsync(ModelCall call, Func<ModelCall, Task>? delay)
    {
        using var inside = _limiter.Enter(call.Id);
        if (delay is not null) await delay(call);
    }

    private static async Task<Verdict> TalkAsync(IDeliberation d, params string[] seats)
    {
        foreach (var seat in seats) await d.AskAsync(new Ask(d.Seat(seat), Chat.Empty.User("speak")));
        return ScriptedProtocol.Done;
    }

    private static async Task<Verdict> LeadAsync(IDeliberation d)
    {
        await TalkAsync(d, "a");
        await d.DeliberateAsync([.. Enumerable.Range(0, 3).Select(i => new Child($"{i}", "talks", d.Problem, d.Seats, new()))], 3);
        return await TalkAsync(d, "a");
    }

    private static async Task<Verdict> BranchAsync(IDeliberation d)
    {
        await d.AllAsync<Verdict>([b => TalkAsync(b, "b"), b => TalkAsync(b, "a", "a"), b => TalkAsync(b, "a", "a")]);
        return ScriptedProtocol.Done;
    }

    /// <summary>A debate under the name of its protocol; in "waits" and "branches" a person sits in seat b.</summary>
    private static RunDefinition Define(EngineFixture engine, string protocol)
    {
        var definition = engine.Define(protocol) with { Id = new(protocol) };
        Assert.Equal("debate", definition.Kind);
        return protocol is not ("waits" or "branches") ? definition : definition with
        {
            Seats = [.. definition.Seats.Select(s => s.Name == "b" ? s with { Model = ExternalSeat.Model } : s)],
        };
    }

    private static Task<RunOutcome> StartAsync(EngineFixture engine, string protocol) => engine.RunAsync(Define(engine, protocol));

    private static async Task RecordedAsync(EngineFixture engine, string id, int entries)
    {
        using var limit = new CancellationTokenSource(Long);
        while ((await engine.Journal.ReadAsync(new(id))).Count < entries)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<IEnumerable<string>> HashesAsync(EngineFixture engine, string id) =>
        (await engine.Journal.ReadAsync(new(id))).Select(entry => entry.Hash);

    private static string[] PathsOf(EngineFixture engine, string id)
    {
        lock (engine.Calls) return [.. engine.Calls.Where(c => c.Id.Value == id).Select(c => c.Path)];
    }

    /// <summary>One permit, and the debates that make calls of their own at the same time.</summary>
    private sealed class OneAtATime : IRunLimiter
    {
        private readonly SemaphoreSlim _free = new(1);
        private readonly List<DeliberationId> _callers = [];

        public int Free => _free.CurrentCount;

        public int MostCallers { get; private set; }

        public async ValueTask<IDisposable> AcquireAsync(CancellationToken cancellation)
        {
            await _free.WaitAsync(cancellation);
            return new Disposal(() => _free.Release());
        }

        public IDisposable Enter(DeliberationId id)
        {
            lock (_callers)
            {
                _callers.Add(id);
                MostCallers = Math.Max(MostCallers, _callers.Distinct().Count());
            }
            return new Disposal(() =>
            {
                lock (_callers) _callers.Remove(id);
            });
        }
    }

    private sealed class Disposal(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
