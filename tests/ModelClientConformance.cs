using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Models;

namespace Debate.Tests;

/// <summary>The contract of every way to a model; one subclass per back end and per client that stands before others.</summary>
public abstract class ModelClientConformance
{
    /// <summary>What a model does with a call.</summary>
    public enum Habit
    {
        /// <summary>It replies "yes".</summary>
        Replies,

        /// <summary>It cannot be asked, whatever is tried.</summary>
        Fails,

        /// <summary>It never replies.</summary>
        Hangs,
    }

    protected const int Parallel = 2;

    protected static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private static readonly AdmissionRequest Somebody = new(new("run"), Priority.Normal);

    /// <summary>The name of the model.</summary>
    protected virtual string Model => "m";

    /// <summary>The seat that asks it.</summary>
    protected virtual Seat Seat => new("solver", Model) { Sampling = new(MaxTokens: 50) };

    /// <summary>How it says that it cannot be asked.</summary>
    protected virtual Type Failure => typeof(OutageException);

    /// <summary>Whether calls in flight are limited, and then to <see cref="Parallel"/>.</summary>
    protected virtual bool IsLimited => true;

    /// <summary>A client that has the model.</summary>
    protected abstract Task<IModelClient> StartAsync(Habit habit);

    [Fact]
    public async Task Terms_are_constant_and_an_unknown_model_is_refused_by_its_name()
    {
        var client = await StartAsync(Habit.Replies);
        var terms = client.GetTerms(Model);
        await client.AskAsync(Call(), Cancellation);
        client.OnRecorded(Call());
        Assert.Equal((terms, terms), (client.GetTerms(Model), client.FindTerms(Model)));
        if (IsLimited) Assert.Equal(Parallel, terms.Parallel);
        Assert.Null(client.FindTerms("nobody"));
        Assert.Contains("'nobody'", Assert.Throws<InputException>(() => client.GetTerms("nobody")).Message);
    }

    [Fact]
    public async Task Reply_uses_no_more_than_is_reserved_for_it()
    {
        var client = await StartAsync(Habit.Replies);
        var reply = await client.AskAsync(Call(), Cancellation);
        Assert.Equal(("yes", null), (reply.Text, reply.Finish));
        var max = Reservation.Compute(client.GetTerms(Model), Seat, Question);
        Assert.Null(new Budget { Calls = max.Calls, Tokens = max.Tokens, Cost = max.Cost }.FindExceeded(reply.Usage));
    }

    [Fact]
    public async Task Permits_are_as_many_as_the_terms_say_and_each_is_returned_once()
    {
        var client = await StartAsync(Habit.Replies);
        var held = new List<IDisposable>();
        for (var i = 0; i < (IsLimited ? Parallel : 100); i++) held.Add(await client.AdmitAsync(Model, Somebody, Cancellation));
        if (IsLimited)
        {
            using var cancel = new CancellationTokenSource();
            var impatient = client.AdmitAsync(Model, Somebody, cancel.Token).AsTask();
            var first = client.AdmitAsync(Model, Somebody, Cancellation).AsTask();
            var second = client.AdmitAsync(Model, Somebody, Cancellation).AsTask();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
            Assert.False(first.IsCompleted);
            held[0].Dispose();
            held[0].Dispose();
            held.Add(await first.WaitAsync(Long));
            Assert.False(second.IsCompleted);
            held[1].Dispose();
            held.Add(await second.WaitAsync(Long));
        }
        foreach (var permit in held) permit.Dispose();
    }

    [Fact]
    public async Task Model_that_cannot_be_asked_is_an_exception_and_its_permit_comes_back()
    {
        var client = await StartAsync(Habit.Fails);
        for (var i = 0; i < Parallel + 1; i++)
        {
            using var permit = await client.AdmitAsync(Model, Somebody, Cancellation).AsTask().WaitAsync(Long);
            var error = await Record.ExceptionAsync(() => client.AskAsync(Call(), Cancellation).WaitAsync(Long));
            Assert.IsType(Failure, error);
            Assert.NotEmpty(error.Message);
        }
    }

    [Fact]
    public async Task Who_cancels_gets_no_reply_and_no_outage()
    {
        var client = await StartAsync(Habit.Hangs);
        using var cancel = new CancellationTokenSource();
        var asked = client.AskAsync(Call(), cancel.Token);
        await Task.Yield();
        Assert.False(asked.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Long));
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Chat Question => Chat.Empty.System("Be brief.").User("Is water wet?");

    protected ModelCall Call() => new(new("run"), "0", Seat, Question.Messages(), 0, 7, new("q", "Is water wet?")) { Request = "0123456789abcdef" };
}

/// <summary>A model in this process that behaves as it is told, for what stands before others.</summary>
public sealed class StubModel(string name, ModelClientConformance.Habit habit, int parallel) : IModelClient
{
    private readonly ModelGate _gate = new(parallel, null, TimeProvider.System);

    /// <summary>The calls whose replies were recorded.</summary>
    public List<ModelCall> Recorded { get; } = [];

    /// <inheritdoc/>
    public ModelTerms? FindTerms(string model) => model == name ? ModelTerms.Free with { Parallel = parallel } : null;

    /// <inheritdoc/>
    public ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation) =>
        _gate.AdmitAsync(admission, cancellation);

    /// <inheritdoc/>
    public async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        if (habit == ModelClientConformance.Habit.Hangs) await Task.Delay(Timeout.Infinite, cancellation);
        return habit == ModelClientConformance.Habit.Replies ? new("yes", new(1, 0, 10, 1))
            : throw new OutageException(FailureKind.Unreachable, "nobody is there");
    }

    /// <inheritdoc/>
    public void OnRecorded(ModelCall call) => Recorded.Add(call);
}
