using System.Globalization;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Engine;

/// <summary>One activation of one run: the state that its effects share.</summary>
internal sealed class RunActivation(EnginePorts ports, RunDefinition definition, Recorder recorder, ActiveTime time)
{
    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource? _handOver;
    private SuspendedException? _suspended;
    private SuspendedException? _outOfBudget;
    private Usage _usedByUnfinished = Usage.None;
    private DrivingPermit? _permit;

    public RunDefinition Definition => definition;

    public Recorder Recorder => recorder;

    public bool IsResumed => time.IsResumed;

    public bool IsSuspended => _suspended is not null;

    /// <summary>What stopped the run, even if the protocol swallowed the exception.</summary>
    public SuspendedException? Suspension => _suspended ?? _outOfBudget;

    /// <summary>Why the first child that was left open is open: without its verdict the run has none. Null where there is none.</summary>
    public SuspendedException? OpenChild { get; private set; }

    /// <summary>The usage of children without a verdict, whose entries are in their own journals only.</summary>
    public Usage UsedByUnfinished => _usedByUnfinished;

    public void ThrowIfSuspended()
    {
        if (_suspended is { } suspended) throw suspended;
    }

    /// <summary>
    /// Stops the run: effects in flight are cancelled, and every later effect throws the first suspension, which is returned.
    /// </summary>
    public SuspendedException Suspend(SuspendedException error)
    {
        var first = Interlocked.CompareExchange(ref _suspended, error, null) ?? error;
        _stop.Cancel();
        return first;
    }

    /// <summary>
    /// Hands the run over to another driver: calls in flight are awaited and recorded, children go on by themselves, and every later effect
    /// throws <paramref name="error"/>.
    /// </summary>
    public void HandOver(SuspendedException error)
    {
        Interlocked.CompareExchange(ref _suspended, error, null);
        HandOverSource.Cancel();
    }

    /// <summary>
    /// Waits for a permit to drive a debate; runs of other kinds, which only lead debates, need none. Disposing the permit returns it.
    /// </summary>
    public async Task<DrivingPermit?> AcquirePermitAsync(ProtocolDescriptor protocol)
    {
        if (protocol.Kind != "debate" || ports.RunLimiter == UnlimitedRuns.Instance) return null;
        _permit = new(ports.RunLimiter);
        await BeginCallAsync();
        _permit.EndCall();
        return _permit;
    }

    public TimeSpan? RemainingTime() => time.Remaining(ports.Clock);

    public void AddUnfinishedUsage(Usage used) => _usedByUnfinished += used;

    /// <summary>Notes that the protocol leaves a child open.</summary>
    public void LeaveOpen(SuspendedException why) => OpenChild ??= why;

    public RunDefinition DefineChild(Child child) => RunDefinitions.ForChild(child, definition, ports.Protocols);

    /// <summary>The record of a child that has its verdict.</summary>
    public async Task<RunRecord> ReadRecordAsync(DeliberationId child)
    {
        var record = RunRecord.Read(child, await ports.Journal.ReadAsync(child));
        return record.Completion is not null ? record : throw new InvalidOperationException($"{child} has no verdict yet.");
    }

    /// <summary>The history of a child; null where it never started.</summary>
    public async Task<RunHistory?> ReadHistoryAsync(DeliberationId child) =>
        await ports.Journal.ReadAsync(child) is { Count: > 0 } entries ? RunHistory.Read(child, entries) : null;

    /// <summary>Runs a child; where this run's time is used up meanwhile, the child is interrupted and reported as out of budget.</summary>
    public async Task<RunOutcome> RunChildAsync(RunDefinition child)
    {
        ThrowIfSuspended();
        using var limit = time.CreateLimit(ports.Clock, _stop.Token);
        _permit?.BeginWait();
        try
        {
            var outcome = await ports.Children.RunAsync(child, limit.Token).WaitAsync(HandOverSource.Token);
            if (_suspended is not null || outcome.Verdict is not null || !limit.IsReached) return outcome;
            return outcome with { Status = RunStatus.OutOfBudget, Reason = TimeUsedUpReason };
        }
        catch (OperationCanceledException) when (_suspended is not null)
        {
            throw _suspended;
        }
        catch (OperationCanceledException) when (limit.IsReached)
        {
            throw OutOfBudget(TimeUsedUpReason);
        }
        finally
        {
            _permit?.EndWait();
        }
    }

    /// <summary>
    /// The reply to a request: from the journal, or reserved, asked, recorded and settled. Whether a typed reply can be read is recorded
    /// with it, for the counts of a report.
    /// </summary>
    public async Task<SeatReply> AskAsync(Ledger ledger, string path, Ask ask, int sample, Func<string, bool>? canRead)
    {
        var request = RequestHash.Compute(ask, sample);
        if (recorder.Replay<ModelReplied>(path, request) is { } recorded)
        {
            ledger.Settle(Usage.None, recorded.Usage);
            return new(ask.Seat, recorded.Reply, SeatReply.FindFault(recorded.Reply, recorded.Finish));
        }
        return await CallAsync(ledger, ask.Seat, terms => terms.Abilities.HasFlag(Abilities.Prefix) || !ask.Chat.IsBegun
            ? Reservation.Compute(terms, ask.Seat, ask.Chat) : throw AbilityNames.Refuse(ask.Seat.Model, Abilities.Prefix),
            async stop =>
            {
                var call = CreateCall(path, request, ask, sample);
                return (Call: call, Reply: await ports.Models.AskAsync(call, stop));
            },
            made => RecordAsync(made.Call, request, ask, made.Reply.SplitThoughts(), canRead));
    }

    /// <summary>Whether the model of a seat has an ability now.</summary>
    public bool Can(Seat seat, Abilities ability) => ports.Models.GetTerms(seat.Model).Abilities.HasFlag(ability);

    /// <summary>How probable a seat's model finds a text: from the journal, or reserved, asked, recorded and settled.</summary>
    public async Task<ContinuationScore> ScoreAsync(Ledger ledger, string path, string request, Chat chat, ScoreCall call)
    {
        if (recorder.Replay<ContinuationScored>(path, request) is { } recorded)
        {
            ledger.Settle(Usage.None, recorded.Usage);
            return new(recorded.LogProbability, recorded.Tokens);
        }
        return await CallAsync(ledger, call.Seat, terms => terms.Abilities.HasFlag(Abilities.LogProbabilities)
            ? Reservation.ComputeScore(terms, call.Seat, chat.Assistant(call.Continuation))
            : throw AbilityNames.Refuse(call.Seat.Model, Abilities.LogProbabilities),
            stop => ports.Models.ScoreAsync(call, stop),
            async score =>
            {
                var (seat, found) = (call.Seat, new ContinuationScore(score.LogProbability, score.Tokens));
                await recorder.AppendAsync(
                    path, new ContinuationScored(request, seat.Name, seat.Model, found.LogProbability, found.Tokens, score.Usage));
                return (found, score.Usage);
            });
    }

    /// <summary>
    /// One call of a seat's model that is not in the journal: reserved, admitted, sent within the limits of the model and of the run's time,
    /// recorded before its result is returned, and settled.
    /// </summary>
    private async Task<T> CallAsync<TReply, T>(
        Ledger ledger, Seat seat, Func<ModelTerms, Usage> reserve, Func<CancellationToken, Task<TReply>> send,
        Func<TReply, Task<(T Result, Usage Used)>> record)
    {
        ThrowIfSuspended();
        if (RemainingTime() == TimeSpan.Zero) throw OutOfBudget(TimeUsedUpReason);
        var terms = ports.Models.GetTerms(seat.Model);
        var max = reserve(terms);
        if (ledger.Reserve(max) is { } exceeded) throw OutOfBudget($"the next call could exceed the budget: {exceeded}");
        var used = Usage.None;
        try
        {
            if (terms.IsExternal) _permit?.BeginWait();
            else await BeginCallAsync();
            try
            {
                (var result, used) = await SendAsync(terms, seat, send, record);
                return result;
            }
            finally
            {
                if (terms.IsExternal) _permit?.EndWait();
                else _permit?.EndCall();
            }
        }
        finally
        {
            ledger.Settle(max, used);
        }
    }

    /// <summary>Solves a call that is not in the journal and records the answer.</summary>
    public Task<Answer> SolveAsync(string path, string request, SolveCall call) => ComputeAsync(
        path, stop => ports.Solvers.SolveAsync(call, stop),
        answer => new GraphSolved(request, call.Arguments, call.From.Length, call.Problem, call.Argument, answer));

    /// <summary>Runs a program that is not in the journal and records what came of it.</summary>
    public Task<ProgramResult> ExecuteAsync(string path, string request, ProgramCall call) => ComputeAsync(
        path, async stop => (await ports.Programs.RunAsync(definition.Id, call, stop))
            .ToStorable(call.Limits?.Characters ?? ProgramLimits.MaxCharacters),
        result => new ProgramExecuted(request, call.Language, call.Source, call.Input, result));

    /// <summary>Computes what is not in the journal, without a model, and records it.</summary>
    private async Task<T> ComputeAsync<T>(string path, Func<CancellationToken, Task<T>> compute, Func<T, EffectBody> record)
    {
        ThrowIfSuspended();
        if (RemainingTime() == TimeSpan.Zero) throw OutOfBudget(TimeUsedUpReason);
        await BeginCallAsync();
        try
        {
            using var limit = time.CreateLimit(ports.Clock, _stop.Token);
            T result;
            try
            {
                result = await compute(limit.Token);
            }
            catch (Exception error)
            {
                if (SuspendFor(error, limit) is { } suspension) throw suspension;
                throw;
            }
            await recorder.AppendAsync(path, record(result));
            return result;
        }
        finally
        {
            _permit?.EndCall();
        }
    }

    private async Task<(T Result, Usage Used)> SendAsync<TReply, T>(
        ModelTerms terms, Seat seat, Func<CancellationToken, Task<TReply>> send, Func<TReply, Task<(T Result, Usage Used)>> record)
    {
        // An external reply may take days: a hand-over does not wait for it.
        using var ends = terms.IsExternal ? LinkStopTokens() : null;
        using var limit = time.CreateLimit(ports.Clock, ends?.Token ?? _stop.Token);
        var admission = new AdmissionRequest(definition.Id.Root, definition.Priority ?? Priority.Normal);
        IDisposable? permit = null;
        try
        {
            TReply reply;
            try
            {
                permit = await ports.Models.AdmitAsync(seat.Model, admission, limit.Token);
                ThrowIfSuspended();
                reply = await send(limit.Token);
            }
            catch (Exception error)
            {
                if (SuspendFor(error, limit, seat) is { } suspension) throw suspension;
                throw;
            }
            return await record(reply);
        }
        finally
        {
            permit?.Dispose();
        }
    }

    /// <summary>Records a reply.</summary>
    private async Task<(SeatReply Reply, Usage Used)> RecordAsync(
        ModelCall call, string request, Ask ask, ModelReply reply, Func<string, bool>? canRead)
    {
        var fault = SeatReply.FindFault(reply.Text, reply.Finish);
        var counted = fault is ReplyFault.Cut && ask.IsPart ? null : fault ?? (canRead is null || canRead(reply.Text) ? null : ReplyFault.Unread);
        var used = reply.Usage with { Faults = FaultCounts.FromFault(counted) };
        var fresh = recorder.TakeNewMessages(ask.Chat);
        var body = new ModelReplied(request, ask.Seat.Name, ask.Seat.Model, ask.Chat.Id, [.. fresh], reply.Text, used)
        {
            Round = ask.Round,
            Sample = call.Sample,
            Finish = reply.Finish,
            Thoughts = reply.Thoughts,
            Unsent = reply.Unsent,
            Policy = reply.Policy,
        };
        recorder.AddReply(body);
        await recorder.AppendAsync(call.Path, body);
        ports.Models.OnRecorded(call);
        return (new(ask.Seat, reply.Text, fault), used);
    }

    private ModelCall CreateCall(string path, string request, Ask ask, int sample)
    {
        var messages = new ChatMessage[ask.Chat.Count];
        for (var at = ask.Chat; at.Previous is not null; at = at.Previous)
            messages[at.Count - 1] = at.Role == Role.Assistant && recorder.FindThoughts(ask.Seat.Name, at) is { } thoughts
                ? at.Message with { Thoughts = thoughts } : at.Message;
        return new(definition.Id, path, ask.Seat, messages, sample, SeededRandom.DeriveSeed(definition.Seed, path),
            definition.Problem) { Request = request };
    }

    /// <summary>
    /// Suspends the run where a call failed for a reason that must stop it: an outage, an external seat that did not reply in time, a stop
    /// from outside, the end of the time. Returns what to throw then; null for any other failure. An outage of the model of
    /// <paramref name="asked"/> is noted as this seat's absence.
    /// </summary>
    private SuspendedException? SuspendFor(Exception failure, TimeLimit limit, Seat? asked = null) => failure switch
    {
        OutageException outage => Suspend(new(RunStatus.Failed, outage.Message, outage.Cause)
        {
            Absent = asked is null ? null : [new(asked.Name, outage.Message)],
        }),
        // That the run was suspended meanwhile is no failure of the call: where it is handed over, other calls go on.
        SuspendedException unanswered when unanswered != _suspended => Suspend(unanswered),
        OperationCanceledException when _suspended is not null => _suspended,
        OperationCanceledException when limit.IsReached => OutOfBudget(TimeUsedUpReason),
        _ => null,
    };

    /// <summary>Begins a call of the run's own: where it has to wait for a permit to go on, a stop or a hand-over ends the wait.</summary>
    private ValueTask BeginCallAsync() => _permit is null || _permit.TryBeginCall() ? default : new(WaitForPermitAsync(_permit));

    private async Task WaitForPermitAsync(DrivingPermit permit)
    {
        using var ends = LinkStopTokens();
        using var limit = time.CreateLimit(ports.Clock, ends.Token);
        try
        {
            await permit.BeginCallAsync(limit.Token);
        }
        catch (Exception error)
        {
            if (SuspendFor(error, limit) is { } suspension) throw suspension;
            throw;
        }
    }

    /// <summary>Cancelled when the run is handed over. Created where something waits for it: a run that waits for a model does not.</summary>
    private CancellationTokenSource HandOverSource => LazyInitializer.EnsureInitialized(ref _handOver);

    /// <summary>A source that is cancelled when the run is stopped or handed over.</summary>
    private CancellationTokenSource LinkStopTokens() =>
        CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, HandOverSource.Token);

    private string TimeUsedUpReason => $"time ({time.Budget?.ToString("c", CultureInfo.InvariantCulture)}) is used up";

    private SuspendedException OutOfBudget(string reason) => _outOfBudget ??= new(RunStatus.OutOfBudget, reason);
}
