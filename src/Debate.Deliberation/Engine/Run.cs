using System.Globalization;
using Debate.Argumentation.Solving;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Engine;

/// <summary>The ports of the engine: everything it needs from outside.</summary>
/// <param name="Journal">Stores the runs.</param>
/// <param name="Hosts">The gateway to the models.</param>
/// <param name="Solvers">The solvers.</param>
/// <param name="Children">Runs children.</param>
/// <param name="Protocols">The registered protocols.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Owner">The driver, for human readers: machine and process.</param>
public sealed record EnginePorts(
    IJournal Journal, IModelHosts Hosts, ISolvers Solvers, IChildren Children, ProtocolRegistry Protocols, TimeProvider Clock,
    string Owner)
{
    /// <summary>Limits how many debates this process drives concurrently; unlimited by default.</summary>
    public IDebatePlaces Places { get; init; } = UnlimitedPlaces.Instance;
}

/// <summary>One activation of one run: the state that its effects share.</summary>
internal sealed class Run(EnginePorts ports, Snapshot snapshot, Recorder recorder, Clocking time)
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _leave = new();
    private SuspendedException? _suspended;
    private SuspendedException? _outOfBudget;
    private Usage _unfinished = Usage.None;

    public Snapshot Snapshot => snapshot;

    public Recorder Recorder => recorder;

    public bool IsResumed => time.IsResumed;

    public bool IsSuspended => _suspended is not null;

    /// <summary>What stopped the run, even if the protocol swallowed the exception.</summary>
    public SuspendedException? Trouble => _suspended ?? _outOfBudget;

    /// <summary>The usage of children without a verdict, whose entries are in their own journals only.</summary>
    public Usage UsedByUnfinished => _unfinished;

    public void ThrowIfSuspended()
    {
        if (_suspended is { } suspended) throw suspended;
    }

    /// <summary>
    /// Stops the run: effects in flight are cancelled, and every later effect throws the first suspension, which is returned.
    /// </summary>
    public SuspendedException Suspend(SuspendedException trouble)
    {
        var first = Interlocked.CompareExchange(ref _suspended, trouble, null) ?? trouble;
        _stop.Cancel();
        return first;
    }

    /// <summary>
    /// Hands the run over to another driver: calls in flight are awaited and recorded, children go on by themselves, and every later effect
    /// throws <paramref name="trouble"/>.
    /// </summary>
    public void Leave(SuspendedException trouble)
    {
        Interlocked.CompareExchange(ref _suspended, trouble, null);
        _leave.Cancel();
    }

    /// <summary>Waits for a permit to drive a debate; runs of other kinds, which only lead debates, need none.</summary>
    public async Task<IDisposable?> PlaceAsync(ProtocolEntry protocol)
    {
        if (protocol.Kind != "debate") return null;
        using var ends = Ends();
        using var limit = time.Limit(ports.Clock, ends.Token);
        return await UnlessStoppedAsync(() => ports.Places.EnterAsync(limit.Token).AsTask(), limit);
    }

    public TimeSpan? TimeLeft() => time.Left(ports.Clock);

    public void Unfinished(Usage used) => _unfinished += used;

    public Snapshot ChildSnapshot(Child child) => Snapshots.Of(child, snapshot, ports.Protocols);

    /// <summary>The transcript of a child.</summary>
    public async Task<IReadOnlyList<Statement>> StatementsAsync(DeliberationId child)
    {
        var record = RunRecord.Of(child, await ports.Journal.ReadAsync(child));
        return record.End is not null ? Transcript.Of(record) : throw new InvalidOperationException($"{child} has no verdict yet.");
    }

    /// <summary>The history of a child; null where it never started.</summary>
    public async Task<Past?> PastAsync(DeliberationId child) =>
        await ports.Journal.ReadAsync(child) is { Count: > 0 } entries ? Past.Of(entries) : null;

    /// <summary>Runs a child; where this run's time is used up meanwhile, the child is interrupted and reported as out of budget.</summary>
    public async Task<Outcome> RunChildAsync(Snapshot child)
    {
        ThrowIfSuspended();
        using var limit = time.Limit(ports.Clock, _stop.Token);
        try
        {
            var outcome = await ports.Children.RunAsync(child, limit.Token).WaitAsync(_leave.Token);
            if (_suspended is not null || outcome.Verdict is not null || !limit.IsReached) return outcome;
            return outcome with { Status = RunStatus.OutOfBudget, Reason = TimeIsUp };
        }
        catch (OperationCanceledException) when (_suspended is not null)
        {
            throw _suspended;
        }
        catch (OperationCanceledException) when (limit.IsReached)
        {
            throw OutOfBudget(TimeIsUp);
        }
    }

    /// <summary>Executes a request that is not in the journal: reserves, asks, records, settles.</summary>
    public async Task<string> AskAsync(Ledger ledger, string path, string request, Ask ask, int sample)
    {
        ThrowIfSuspended();
        if (TimeLeft() == TimeSpan.Zero) throw OutOfBudget(TimeIsUp);
        var most = ports.Hosts.Bound(ask.Seat, ask.Chat);
        if (ledger.Reserve(most) is { } exceeded) throw OutOfBudget($"the next call could exceed the budget: {exceeded}");
        var used = Usage.None;
        try
        {
            // An external reply may take days: a hand-over does not wait for it.
            using var ends = External.Holds(ask.Seat) ? Ends() : null;
            using var limit = time.Limit(ports.Clock, ends?.Token ?? _stop.Token);
            var who = new Applicant(snapshot.Id.Root, snapshot.Priority ?? Priority.Normal);
            using var place = await UnlessStoppedAsync(() => ports.Hosts.AdmitAsync(ask.Seat, who, limit.Token).AsTask(), limit);
            ThrowIfSuspended();
            var call = Call(path, request, ask, sample);
            var reply = await UnlessStoppedAsync(() => ports.Hosts.AskAsync(call, limit.Token), limit);
            used = reply.Usage;
            var fresh = recorder.Unstored(ask.Chat);
            var body = new Asked(request, ask.Seat.Name, ask.Seat.Model, ask.Chat.Id, [.. fresh], reply.Text, reply.Usage)
            {
                Round = ask.Round,
                Sample = sample,
                Finish = reply.Finish,
                Policy = reply.Policy,
            };
            recorder.Stored(Chat.Address(ask.Chat.Id, Role.Assistant, reply.Text));
            await recorder.AppendAsync(path, body);
            ports.Hosts.Recorded(call);
            return reply.Text;
        }
        finally
        {
            ledger.Settle(most, used);
        }
    }

    /// <summary>Solves a call that is not in the journal and records the answer.</summary>
    public async Task<Answer> SolveAsync(string path, string request, SolveCall call)
    {
        ThrowIfSuspended();
        if (TimeLeft() == TimeSpan.Zero) throw OutOfBudget(TimeIsUp);
        using var limit = time.Limit(ports.Clock, _stop.Token);
        var answer = await UnlessStoppedAsync(() => ports.Solvers.SolveAsync(call, limit.Token), limit);
        await recorder.AppendAsync(path, new Solved(request, call.Arguments, call.From.Length, call.Problem, call.Argument, answer));
        return answer;
    }

    private ModelCall Call(string path, string request, Ask ask, int sample)
    {
        var messages = ask.Chat.Messages().Select(m => new ChatMessage(m.Role, m.Text)).ToArray();
        return new(snapshot.Id, path, ask.Seat, messages, sample, Draws.Seed(snapshot.Seed, path), snapshot.Problem) { Request = request };
    }

    /// <summary>
    /// Suspends the run where the call fails for a reason that must stop it: an outage, an external seat that did not reply in time, a stop
    /// from outside, the end of the time.
    /// </summary>
    private async Task<T> UnlessStoppedAsync<T>(Func<Task<T>> call, TimeLimit limit)
    {
        try
        {
            return await call();
        }
        catch (OutageException outage)
        {
            throw Suspend(new(RunStatus.Failed, outage.Message, outage.Trouble));
        }
        catch (SuspendedException unanswered)
        {
            throw Suspend(unanswered);
        }
        catch (OperationCanceledException) when (_suspended is not null)
        {
            throw _suspended;
        }
        catch (OperationCanceledException) when (limit.IsReached)
        {
            throw OutOfBudget(TimeIsUp);
        }
    }

    /// <summary>A source that is cancelled when the run is stopped or handed over.</summary>
    private CancellationTokenSource Ends() => CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _leave.Token);

    private string TimeIsUp => $"time ({time.Budget?.ToString("c", CultureInfo.InvariantCulture)}) is used up";

    private SuspendedException OutOfBudget(string reason) => _outOfBudget ??= new(RunStatus.OutOfBudget, reason);
}
