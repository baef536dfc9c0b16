namespace Debate.Runtime.Solving;

/// <summary>
/// Threads of one name and stack size that take one job after the other, and end when there was none for a while: starting one costs more
/// than a small search. Jobs must not throw. Thread-safe.
/// </summary>
internal sealed class ThreadCache(string name, int stackBytes)
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);
    private readonly List<Worker> _idle = [];

    /// <summary>Starts a job at once, on an idle thread or a new one.</summary>
    public void Start(Action job)
    {
        Worker worker;
        lock (_idle)
        {
            if (_idle.Count == 0)
            {
                // Without the caller's context: the thread will serve others too.
                new Thread(() => Work(job), stackBytes) { Name = name, IsBackground = true }.UnsafeStart();
                return;
            }
            worker = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            worker.Job = job;
        }
        worker.Given.Release();
    }

    private void Work(Action first)
    {
        var worker = new Worker();
        for (Action? job = first; job is not null; job = WaitForJob(worker)) job();
    }

    private Action? WaitForJob(Worker worker)
    {
        lock (_idle)
        {
            worker.Job = null;
            _idle.Add(worker);
        }
        if (worker.Given.Wait(IdleTime)) return worker.Job;
        // Whoever has taken it meanwhile gives it the job any moment.
        lock (_idle)
            if (_idle.Remove(worker)) return null;
        worker.Given.Wait();
        return worker.Job;
    }

    private sealed class Worker
    {
        public SemaphoreSlim Given { get; } = new(0);

        public Action? Job { get; set; }
    }
}
