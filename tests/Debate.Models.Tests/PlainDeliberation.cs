using Debate.Argumentation;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Records;

namespace Debate.Models.Tests;

/// <summary>
/// A deliberation without journal or budget that runs its branches one after the other: enough to play MAD against models.
/// </summary>
internal sealed class PlainDeliberation(
    ModelRegistry models, Problem problem, ProtocolOptions options, IReadOnlyList<Seat> seats, long seed) : IDeliberation
{
    private int _next;

    public Problem Problem => problem;

    public ProtocolOptions Options => options;

    public IReadOnlyList<Seat> Seats => seats;

    public Budget Budget => Budget.Unlimited;

    public List<(string Seat, string Reply)> Replies { get; } = [];

    public Seat Seat(string name) => seats.First(s => s.Name == name);

    public async Task<SeatReply> AskAsync(Ask ask)
    {
        var path = $"{_next++}";
        var call = new ModelCall(new DeliberationId("run/x"), path, ask.Seat, ask.Chat.Messages(), 0, SeededRandom.DeriveSeed(seed, path), problem);
        var reply = await models.AskAsync(call, SampleCalls.Cancellation);
        Replies.Add((ask.Seat.Name, reply.Text));
        return new(ask.Seat, reply.Text, SeatReply.FindFault(reply.Text, reply.Finish));
    }

    public async Task<Reply<T>> AskAsync<T>(Ask ask, IReader<T> reader) where T : class
    {
        var reply = await AskAsync(ask);
        return new(reply, reader.Read(reply.Text).Value, ask.Chat.Assistant(reply.Text));
    }

    public Task<bool> CanAsync(Seat seat, Abilities ability) =>
        Task.FromResult(models.GetTerms(seat.Model).Abilities.HasFlag(ability));

    public Task<ContinuationScore> ScoreAsync(Seat seat, Chat chat, string continuation) => throw new NotSupportedException();

    public Task<IReadOnlyList<SeatReply>> SampleAsync(Ask ask, int count) => throw new NotSupportedException();

    public Task<RunRecord> ReadAsync(string key) => throw new NotSupportedException();

    public Task<ProgramResult> ExecuteAsync(ProgramCall call) => throw new NotSupportedException();

    public Task SayAsync(string seat, string text, int round) => Task.CompletedTask;

    public async Task<IReadOnlyList<T>> AllAsync<T>(IReadOnlyList<Func<IDeliberation, Task<T>>> branches)
    {
        var results = new List<T>();
        foreach (var branch in branches) results.Add(await branch(this));
        return results;
    }

    public Task<Verdict> DeliberateAsync(Child child) => throw new NotSupportedException();

    public Task<IReadOnlyList<Verdict>> DeliberateAsync(IReadOnlyList<Child> children, int concurrency) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ChildResult>> DeliberateAsync(
        IReadOnlyList<Child> children, int concurrency, Func<IReadOnlyList<OpenChild>, IReadOnlyList<ChildDecision?>> forgo) =>
        throw new NotSupportedException();

    public Task<string> RecordAsync(string name, Func<string> value) => Task.FromResult(value());

    public Task<Answer> SolveAsync(Framework framework, Query query) => Task.FromResult(Solver.Ask(framework, query));

    public SeededRandom Draw() => SeededRandom.Create(seed, $"{_next++}");
}
