using System.Globalization;
using Debate.Argumentation.Solving;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Engine;

/// <summary>What the engine needs from outside.</summary>
/// <param name="Journal">Where runs are kept.</param>
/// <param name="Hosts">The model hosts.</param>
/// <param name="Solvers">The solvers.</param>
/// <param name="Children">Where children run.</param>
/// <param name="Protocols">The protocols that are known.</param>
/// <param name="Clock">The time.</param>
/// <param name="Owner">Who drives, for people: machine and process.</param>
public sealed record EnginePorts(
    IJournal Journal, IModelHosts Hosts, ISolvers Solvers, IChildren Children, ProtocolRegistry Protocols, TimeProvider Clock,
    string Owner)
{
    /// <summary>How many debates may be driven here at once; as many as come where it is not told.</summary>
    public IDebatePlaces Places { get; init; } = UnlimitedPlaces.Instance;
}

/// <summary>One activation of one run: what its effects share.</summary>
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

    /// <summary>What ended the run, whatever the protocol made of it.</summary>
    public SuspendedException? Trouble => _suspended ?? _outOfBudget;

    /// <summary>What children used that have no verdict; their entries are in their own journals.</summary>
    public Usage UsedByUnfinished => _unfinished;

    public void ThrowIfSuspended()
    {
        if (_suspended is { } suspended) throw suspended;
    }

    /// <summary>Stops the run: what is in flight is cancelled, and every later effect throws <paramref name="trouble"/>.</summary>
    public SuspendedException Suspend(SuspendedException trouble)
    {
        var first = Interlocked.CompareExchange(ref _suspended, trouble, null) ?? trouble;
        _stop.Cancel();
        return first;
    }

    /// <summary>
    /// Leaves the run to another driver: calls in flight are waited for and recorded, children go on by themselves, and every later effect
    /// throws <paramref name="trouble"/>.
    /// </summary>
    public void Leave(SuspendedException trouble)
    {
        Interlocked.CompareExchange(ref _suspended, trouble, null);
        _leave.Cancel();
    }

    /// <summary>Waits for a place to be driven at; what leads debates needs none.</summary>
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

    /// <summary>What a child said in the open.</summary>
    public async Task<IReadOnlyList<Statement>> StatementsAsync(DeliberationId child)
    {
        var record = RunRecord.Of(child, await ports.Journal.ReadAsync(child));
        return record.End is not null ? Transcript.Of(record) : throw new InvalidOperationException($"{child} has no verdict yet.");
    }

    /// <summary>How far a child came; null where it never started.</summary>
    public async Task<Past?> PastAsync(DeliberationId child) =>
        await ports.Journal.ReadAsync(child) is { Count: > 0 } entries ? Past.Of(entries) : null;

    /// <summary>Runs a child; where this run's time is used up meanwhile, the child is interrupted and counts as out of budget.</summary>
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

    /// <summary>Asks for real: reserves, asks, records, settles.</summary>
    public async Task<string> AskAsync(Ledger ledger, string path, string request, Ask ask, int sample)
    {
        ThrowIfSuspended();
        if (TimeLeft() == TimeSpan.Zero) throw OutOfBudget(TimeIsUp);
        var most = ports.Hosts.Bound(ask.Seat, ask.Chat);
        if (ledger.Reserve(most) is { } exceeded) throw OutOfBudget($"the next call could exceed the budget: {exceeded}");
        var used = Usage.None;
        try
        {
            // Whoever replies from outside may take days: that is not waited for.
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

    /// <summary>Solves for real and records the answer.</summary>
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
    /// What stops a call stops the run: an outage, a seat that did not reply, somebody from outside, the end of the time.
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

    /// <summary>What is cancelled when the run is stopped or left.</summary>
    private CancellationTokenSource Ends() => CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _leave.Token);

    private string TimeIsUp => $"time ({time.Budget?.ToString("c", CultureInfo.InvariantCulture)}) is used up";

    private SuspendedException OutOfBudget(string reason) => _outOfBudget ??= new(RunStatus.OutOfBudget, reason);
}
