using System.Globalization;
using System.Runtime.ExceptionServices;
using Debate.Argumentation.Solving;
using Debate.Argumentation;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Engine;

/// <summary>
/// The deliberation that a protocol sees: every effect gets the next path. Where the journal holds a result at that path it is replayed;
/// otherwise the effect is executed, and recorded before the protocol sees the result. A branch is another instance with its own path
/// prefix.
/// </summary>
internal sealed class DurableDeliberation(RunActivation run, Ledger ledger, string prefix) : IDeliberation
{
    private const int MaxReasks = 2;

    /// <summary>How many characters of the problem all open branches may hold: each quotes one or two of its longest texts.</summary>
    private const long MaxBranchText = 8 << 20;
    private int _next;
    private int _openBranches;

    public Problem Problem => run.Definition.Problem;

    public ProtocolOptions Options => run.Definition.Options;

    public IReadOnlyList<Seat> Seats => run.Definition.Seats;

    public Budget Budget => ledger.Remaining;

    public Seat Seat(string name) => Seats.FirstOrDefault(s => s.Name == name)
        ?? throw new InputException(
            $"seat '{name}': {run.Definition.Id} has no such seat; it has {string.Join(", ", Seats.Select(s => s.Name))}");

    public Task<SeatReply> AskAsync(Ask ask) => run.AskAsync(ledger, NextPath(), ask, sample: 0, canRead: null);

    public async Task<Reply<T>> AskAsync<T>(Ask ask, IReader<T> reader) where T : class
    {
        for (var attempt = 0; ; attempt++)
        {
            ReadResult<T>? reading = null;
            var begun = ask.Chat.IsBegun ? ask.Chat.Text : "";
            var reply = await run.AskAsync(
                ledger, NextPath(), ask, sample: 0, text => (reading = reader.Read(begun + text)).Value is not null);
            reading ??= reader.Read(begun + reply.Text);
            var chat = ask.Chat.Reply(reply.Text);
            if (reading.Value is not null || attempt == MaxReasks)
                return new(reading.Value is null ? reply with { Fault = reply.Fault ?? ReplyFault.Unread } : reply, reading.Value, chat);
            ask = ask with { Chat = chat.User(Prompts.Fill("engine/reask", ("problem", reading.Problem ?? ""), ("form", reader.Name))) };
        }
    }

    public Task<IReadOnlyList<SeatReply>> SampleAsync(Ask ask, int count) => AllAsync<SeatReply>(
        [.. Enumerable.Range(0, count).Select(i => (Func<IDeliberation, Task<SeatReply>>)(b =>
            ((DurableDeliberation)b).AskSampleAsync(ask, i)))]);

    public async Task<bool> CanAsync(Seat seat, Abilities ability) =>
        await RecordAsync($"can {AbilityNames.NameOf(ability)} {seat.Name}", () => run.Can(seat, ability) ? "yes" : "no") == "yes";

    public async Task<ContinuationScore> ScoreAsync(Seat seat, Chat chat, string continuation)
    {
        var path = NextPath();
        var request = AbilityNames.HashScore(seat, chat, continuation);
        return await run.ScoreAsync(ledger, path, request, chat, new(run.Definition.Id, path, seat, chat.Messages(), continuation));
    }

    public Task<RunRecord> ReadAsync(string key) => run.ReadRecordAsync(run.Definition.Id.Child(key));

    public async Task SayAsync(string seat, string text, int round)
    {
        var path = NextPath();
        var request = RequestHash.Compute(seat, text, round);
        if (run.Recorder.Replay<StatementMade>(path, request) is not null) return;
        run.ThrowIfSuspended();
        await run.Recorder.AppendAsync(path, new StatementMade(request, seat, round, text));
    }

    public async Task<string> RecordAsync(string name, Func<string> decide)
    {
        var path = NextPath();
        var request = RequestHash.ComputeDecision(name);
        if (run.Recorder.Replay<DecisionRecorded>(path, request) is { } recorded) return recorded.Value;
        run.ThrowIfSuspended();
        var value = decide();
        await run.Recorder.AppendAsync(path, new DecisionRecorded(request, name, value));
        return value;
    }

    public async Task<Answer> SolveAsync(Framework framework, Query query)
    {
        var path = NextPath();
        var call = SolveCall.Create(framework, query);
        var request = RequestHash.Compute(call);
        return run.Recorder.Replay<GraphSolved>(path, request) is { } recorded ? recorded.Answer
            : await run.SolveAsync(path, request, call);
    }

    public async Task<ProgramResult> ExecuteAsync(ProgramCall call)
    {
        var path = NextPath();
        call = call with { Seed = SeededRandom.DeriveSeed(run.Definition.Seed, path) };
        var request = RequestHash.Compute(call);
        return run.Recorder.Replay<ProgramExecuted>(path, request) is { } recorded ? recorded.Result
            : await run.ExecuteAsync(path, request, call);
    }

    public SeededRandom Draw() => SeededRandom.Create(run.Definition.Seed, NextPath());

    public async Task<IReadOnlyList<T>> AllAsync<T>(IReadOnlyList<Func<IDeliberation, Task<T>>> branches)
    {
        var path = NextPath();
        var parts = ledger.Split(branches.Count);
        _openBranches = branches.Count;
        // Where texts are so long that few fit, the others wait; their paths are the same, whoever begins when.
        var most = (int)Math.Clamp(MaxBranchText / (2 * FindLongestText()), 2, int.MaxValue);
        using var places = most < branches.Count ? new SemaphoreSlim(most) : null;
        var tasks = branches.Select((branch, i) => OpenAsync(branch, i)).ToArray();
        try
        {
            return await AllSettled.WaitAsync(tasks);
        }
        finally
        {
            _openBranches = 0;
            ledger.Join(parts);
        }

        Task<T> OpenAsync(Func<IDeliberation, Task<T>> branch, int i)
        {
            var opened = new DurableDeliberation(run, parts[i], $"{path}/{i.ToString(CultureInfo.InvariantCulture)}/");
            return places is null ? branch(opened) : WaitAsync(() => branch(opened), places);
        }
    }

    public async Task<Verdict> DeliberateAsync(Child child) => (await DeliberateAsync([child], 1))[0];

    public async Task<IReadOnlyList<Verdict>> DeliberateAsync(IReadOnlyList<Child> children, int concurrency) =>
        [.. (await new ChildScheduler(run, ledger, NextPath(), children).RunAsync(concurrency)).Select(r => r.Verdict!)];

    public async Task<IReadOnlyList<ChildResult>> DeliberateAsync(
        IReadOnlyList<Child> children, int concurrency, Func<IReadOnlyList<OpenChild>, IReadOnlyList<ChildDecision?>> forgo) =>
        await new ChildScheduler(run, ledger, NextPath(), children, forgo).RunAsync(concurrency);

    private Task<SeatReply> AskSampleAsync(Ask ask, int sample) => run.AskAsync(ledger, NextPath(), ask, sample, canRead: null);

    private static async Task<T> WaitAsync<T>(Func<Task<T>> open, SemaphoreSlim places)
    {
        await places.WaitAsync();
        try
        {
            return await open();
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>The number of characters of the longest text of the problem; at least 1.</summary>
    private long FindLongestText() =>
        Problem.Parts.Select(part => part.Text.Length).Append(Problem.Text.Length).Append(Problem.Passage?.Length ?? 0).Append(1).Max();

    private string NextPath()
    {
        if (_openBranches > 0)
            throw new InvalidOperationException($"{run.Definition.Id}: a deliberation cannot be used while branches of it are open.");
        return prefix + (_next++).ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>
/// Waits until all of several concurrent tasks have settled, then returns all results or rethrows the first exception in the order of the
/// tasks. Effects in flight are thus always recorded, and which exception is thrown does not depend on timing.
/// </summary>
internal static class AllSettled
{
    public static async Task<IReadOnlyList<T>> WaitAsync<T>(IReadOnlyList<Task<T>> tasks)
    {
        var results = new T[tasks.Count];
        ExceptionDispatchInfo? first = null;
        for (var i = 0; i < tasks.Count; i++)
        {
            try
            {
                results[i] = await tasks[i];
            }
            catch (Exception error)
            {
                first ??= ExceptionDispatchInfo.Capture(error);
            }
        }
        first?.Throw();
        return results;
    }
}
