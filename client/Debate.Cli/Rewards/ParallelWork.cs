using Debate.Cli.Output;
using Spectre.Console;

namespace Debate.Cli.Rewards;

/// <summary>
/// Long computations in parallel, one per processor; shows a progress bar on a terminal, a line per finished computation otherwise.
/// </summary>
internal static class ParallelWork
{
    private const int Percent = 100;

    /// <summary>The same for synchronous work.</summary>
    public static Task<IReadOnlyList<T>> RunAsync<T>(
        Terminal terminal, string doing, int count, Func<int, Action<double>, CancellationToken, T> work, CancellationToken stop) =>
        RunAsync(terminal, doing, count, (i, report, cancelled) => Task.FromResult(work(i, report, cancelled)), stop);

    /// <summary>
    /// The results of <paramref name="work"/> for 0..count-1, in that order; they must not depend on how many run in parallel. The work
    /// reports the completed share, in [0, 1].
    /// </summary>
    public static async Task<IReadOnlyList<T>> RunAsync<T>(
        Terminal terminal, string doing, int count, Func<int, Action<double>, CancellationToken, Task<T>> work, CancellationToken stop)
    {
        if (!terminal.IsLive)
            return await RunAsync(count, work, (_, _) => { }, done => terminal.Report($"  {doing}: {done} of {count}"), stop);
        return await terminal.People.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn(),
                new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var (bar, shares) = (context.AddTask(doing, maxValue: count), new double[count]);
                return RunAsync(count, work, (i, share) => { shares[i] = share; bar.Value = shares.Sum(); }, _ => { }, stop);
            });
    }

    private static async Task<IReadOnlyList<T>> RunAsync<T>(
        int count, Func<int, Action<double>, CancellationToken, Task<T>> work, Action<int, double> see, Action<int> tell,
        CancellationToken stop)
    {
        var (results, done) = (new T[count], 0);
        var parallel = new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForAsync(0, count, parallel, async (i, cancelled) =>
        {
            var seen = 0;
            results[i] = await work(i, share =>
            {
                if ((int)(share * Percent) is var now && now > seen) see(i, (seen = now) / (double)Percent);
            }, cancelled);
            tell(Interlocked.Increment(ref done));
        });
        return results;
    }
}
