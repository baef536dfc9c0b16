using System.Diagnostics;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Grains.Telemetry;

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
