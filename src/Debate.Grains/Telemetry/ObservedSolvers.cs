using Debate.Argumentation.Solving;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Telemetry;

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
