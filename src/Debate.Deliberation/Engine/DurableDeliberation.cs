using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Solving;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Engine;

/// <summary>
/// The deliberation that a protocol sees: every effect gets the next path. Where the journal holds a result at that path it is replayed;
/// otherwise the effect is executed, and recorded before the protocol sees the result. A branch is another instance with its own path
/// prefix.
/// </summary>
internal sealed class DurableDeliberation(Run run, Ledger ledger, string prefix) : IDeliberation
{
    private const int Reasks = 2;
    private int _next;
    private int _openBranches;

    public Problem Problem => run.Snapshot.Problem;

    public ProtocolOptions Options => run.Snapshot.Options;

    public IReadOnlyList<Seat> Seats => run.Snapshot.Seats;

    public Budget Budget => ledger.Left;

    public Seat Seat(string name) => Seats.FirstOrDefault(s => s.Name == name)
        ?? throw new InputException(
            $"seat '{name}': {run.Snapshot.Id} has no such seat; it has {string.Join(", ", Seats.Select(s => s.Name))}");

    public Task<string> AskAsync(Ask ask) => AskAsync(ask, sample: 0);

    public async Task<Reply<T>> AskAsync<T>(Ask ask, IReader<T> reader) where T : class
    {
        for (var attempt = 0; ; attempt++)
        {
            var text = await AskAsync(ask);
            var reading = reader.Read(text);
            var chat = ask.Chat.Assistant(text);
            if (reading.Value is not null || attempt == Reasks) return new(text, reading.Value, chat);
            ask = ask with { Chat = chat.User(Prompts.Fill("engine/reask", ("problem", reading.Problem ?? ""), ("form", reader.Name))) };
        }
    }

    public Task<IReadOnlyList<string>> SampleAsync(Ask ask, int count) => AllAsync(
        [.. Enumerable.Range(0, count).Select(i => new Func<IDeliberation, Task<string>>(b => ((DurableDeliberation)b).AskAsync(ask, i)))]);

    public Task<IReadOnlyList<Statement>> StatementsAsync(string key) => run.StatementsAsync(run.Snapshot.Id.Child(key));

    public async Task SayAsync(string seat, string text, int round)
    {
        var path = NextPath();
        var request = Requests.Of(seat, text, round);
        if (run.Recorder.Recall<Said>(path, request) is not null) return;
        run.ThrowIfSuspended();
        await run.Recorder.AppendAsync(path, new Said(request, seat, round, text));
    }

    public async Task<string> RecordAsync(string name, Func<string> decide)
    {
        var path = NextPath();
        var request = Requests.OfRecord(name);
        if (run.Recorder.Recall<Recorded>(path, request) is { } recorded) return recorded.Value;
        run.ThrowIfSuspended();
        var value = decide();
        await run.Recorder.AppendAsync(path, new Recorded(request, name, value));
        return value;
    }

    public async Task<Answer> SolveAsync(Framework framework, Query query)
    {
        var path = NextPath();
        var call = SolveCall.Of(framework, query);
        var request = Requests.Of(call);
        return run.Recorder.Recall<Solved>(path, request) is { } recorded ? recorded.Answer : await run.SolveAsync(path, request, call);
    }

    public Draws Draw() => Draws.Of(run.Snapshot.Seed, NextPath());

    public async Task<IReadOnlyList<T>> AllAsync<T>(IReadOnlyList<Func<IDeliberation, Task<T>>> branches)
    {
        var path = NextPath();
        var parts = ledger.Split(branches.Count);
        _openBranches = branches.Count;
        var tasks = branches.Select((branch, i) =>
            branch(new DurableDeliberation(run, parts[i], $"{path}/{i.ToString(CultureInfo.InvariantCulture)}/"))).ToArray();
        try
        {
            return await Settled.AllAsync(tasks);
        }
        finally
        {
            _openBranches = 0;
            ledger.Join(parts);
        }
    }

    public async Task<Verdict> DeliberateAsync(Child child) => (await DeliberateAsync([child], 1))[0];

    public async Task<IReadOnlyList<Verdict>> DeliberateAsync(IReadOnlyList<Child> children, int concurrency) =>
        await new Cohort(run, ledger, NextPath(), children).RunAsync(concurrency);

    private async Task<string> AskAsync(Ask ask, int sample)
    {
        var path = NextPath();
        var request = Requests.Of(ask, sample);
        if (run.Recorder.Recall<Asked>(path, request) is { } recorded)
        {
            ledger.Settle(Usage.None, recorded.Usage);
            return recorded.Reply;
        }
        return await run.AskAsync(ledger, path, request, ask, sample);
    }

    private string NextPath()
    {
        if (_openBranches > 0)
            throw new InvalidOperationException($"{run.Snapshot.Id}: a deliberation cannot be used while branches of it are open.");
        return prefix + (_next++).ToString(CultureInfo.InvariantCulture);
    }
}
