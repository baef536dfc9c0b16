using System.Collections.Concurrent;
using System.Diagnostics;
using Debate.Argumentation.Solving;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Deliberation;

namespace Debate.Runtime.Telemetry;

/// <summary>Records an activity and measurements for each turn: how long it waited for a permit, and its usage.</summary>
public sealed class ObservedModels(IModelClient inner, TimeProvider clock) : DelegatingModelClient(inner)
{
    private readonly ConcurrentDictionary<string, Load> _loads = new(StringComparer.Ordinal);

    /// <summary>The calls to a model that wait for a permit here, and those that are being asked.</summary>
    public (int Waiting, int Running) CountCalls(string model) => _loads.TryGetValue(model, out var load)
        ? (Volatile.Read(ref load.Waiting), Volatile.Read(ref load.Running)) : default;

    /// <inheritdoc/>
    public override async ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        DebateTelemetry.AddWaiting(model, 1);
        Interlocked.Increment(ref LoadOf(model).Waiting);
        try
        {
            var place = await base.AdmitAsync(model, admission, cancellation);
            DebateTelemetry.RecordWait(model, clock.GetElapsedTime(began));
            return place;
        }
        finally
        {
            DebateTelemetry.AddWaiting(model, -1);
            Interlocked.Decrement(ref LoadOf(model).Waiting);
        }
    }

    /// <inheritdoc/>
    public override Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) => ObserveAsync(
        DebateTelemetry.StartTurn(call), call.Seat.Model, () => base.AskAsync(call, cancellation), reply => reply.Usage);

    /// <inheritdoc/>
    public override Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation) => ObserveAsync(
        DebateTelemetry.StartScore(call), call.Seat.Model, () => base.ScoreAsync(call, cancellation), score => score.Usage);

    private async Task<T> ObserveAsync<T>(Activity? started, string model, Func<Task<T>> ask, Func<T, Usage> usageOf)
    {
        using var activity = started;
        DebateTelemetry.AddLoad(model, 1);
        Interlocked.Increment(ref LoadOf(model).Running);
        try
        {
            var reply = await ask();
            DebateTelemetry.RecordReply(activity, model, usageOf(reply));
            return reply;
        }
        catch (Exception error)
        {
            DebateTelemetry.RecordFailure(activity, error);
            throw;
        }
        finally
        {
            DebateTelemetry.AddLoad(model, -1);
            Interlocked.Decrement(ref LoadOf(model).Running);
        }
    }

    private Load LoadOf(string model) => _loads.GetOrAdd(model, static _ => new());

    private sealed class Load
    {
        public int Waiting, Running;
    }
}

/// <summary>Records an activity and a measurement for each solved graph.</summary>
public sealed class ObservedSolvers(ISolvers inner, TimeProvider clock) : ISolvers
{
    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation)
    {
        using var activity = DebateTelemetry.StartSolve(call.Problem);
        var began = clock.GetTimestamp();
        var answer = await inner.SolveAsync(call, cancellation);
        DebateTelemetry.RecordSolve(call.Problem, clock.GetElapsedTime(began));
        return answer;
    }
}

/// <summary>Records an activity and a measurement for each program.</summary>
public sealed class ObservedPrograms(IPrograms inner, TimeProvider clock) : IPrograms
{
    /// <inheritdoc/>
    public bool Runs(string language) => inner.Runs(language);

    /// <inheritdoc/>
    public async Task<ProgramResult> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation)
    {
        using var activity = DebateTelemetry.StartProgram(call.Language);
        var began = clock.GetTimestamp();
        var result = await inner.RunAsync(run, call, cancellation);
        DebateTelemetry.RecordProgram(activity, call.Language, result.End, clock.GetElapsedTime(began));
        return result;
    }
}

/// <summary>
/// One activation of a run as an activity, the parent of the activities of its model calls, solver calls and children, so that a tournament
/// is one trace down to the calls of its models.
/// </summary>
internal sealed class ObservedRun(DeliberationId id, TimeProvider clock) : IDisposable
{
    private readonly Activity? _activity = DebateTelemetry.StartRun(id);
    private readonly long _began = clock.GetTimestamp();

    /// <summary>Records the outcome, and returns it.</summary>
    public RunOutcome RecordEnd(RunOutcome outcome)
    {
        DebateTelemetry.RecordRunEnd(outcome.Status, clock.GetElapsedTime(_began));
        _activity?.SetTag("debate.status", StatusWord.Format(outcome.Status)).SetTag("debate.calls", outcome.Usage.Calls);
        if (outcome.Status == RunStatus.Failed) _activity?.SetStatus(ActivityStatusCode.Error, outcome.Reason);
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose() => _activity?.Dispose();
}
