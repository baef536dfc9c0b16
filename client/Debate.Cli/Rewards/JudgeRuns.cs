using Debate.Cli.Output;
using Debate.Rewards.Judges;
using Spectre.Console;

namespace Debate.Cli.Rewards;

/// <summary>Trains judges side by side, as many as there are processors; a bar on a terminal, a line a judge otherwise.</summary>
internal sealed class JudgeRuns(Terminal terminal, JudgeStudy study, CancellationToken stop)
{
    private const int StepsShown = 100;

    /// <summary>The results, in the order of the trainings; they do not depend on how many ran at once.</summary>
    public async Task<IReadOnlyList<JudgeResult>> RunAsync(IReadOnlyList<JudgeTraining> trainings)
    {
        if (!terminal.IsLive) return await RunAsync(trainings, bar: null);
        return await terminal.People.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .StartAsync(context => RunAsync(trainings, context.AddTask("training", maxValue: trainings.Sum(t => (double)t.Steps))));
    }

    private async Task<IReadOnlyList<JudgeResult>> RunAsync(IReadOnlyList<JudgeTraining> trainings, ProgressTask? bar)
    {
        var results = new JudgeResult[trainings.Count];
        var done = 0;
        var parallel = new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForAsync(0, trainings.Count, parallel, (i, cancelled) =>
        {
            results[i] = study.Run(trainings[i], steps => Advance(bar, steps), cancelled);
            Tell(results[i], Interlocked.Increment(ref done), trainings.Count);
            return ValueTask.CompletedTask;
        });
        return results;
    }

    private static void Advance(ProgressTask? bar, int steps)
    {
        if (steps % StepsShown == 0) bar?.Increment(StepsShown);
    }

    private void Tell(JudgeResult result, int done, int all)
    {
        if (!terminal.IsLive) terminal.Note(FormattableString.Invariant($"  {done} of {all} judges  seed {result.Judge.Origin.Seed}"));
    }
}
