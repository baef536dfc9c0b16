using Debate.Argumentation.Inquiries;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Runtime.Solving;
using Orleans.Concurrency;

namespace Debate.Grains.Graphs;

/// <summary>Sequences one graph: sends changes to its journal and questions to the solver threads.</summary>
[Reentrant, PlacedByRole(SiloRole.Deliberation)]
public sealed class ArgumentGraphGrain(IJournal journal, SolverScheduler service, TimeProvider clock) : Grain, IArgumentGraphGrain
{
    private readonly VersionedAnswers _answers = new();
    private readonly GraphInquirer _inquirer = new(service, journal);
    private GraphSession? _session;

    private DeliberationId Id => DeliberationId.FromKey(this.GetPrimaryKeyString());

    private GraphSession Session => _session ??= new(new(journal, Id), clock);

    /// <inheritdoc/>
    public Task<EditReply> EditAsync(GraphChange change) => ToReplyAsync(
        () => Session.EditAsync(change),
        error => new(error is IOException ? EditStatus.Unavailable : EditStatus.Rejected, 0, error.Message));

    /// <inheritdoc/>
    public Task<GraphReadReply> ReadAsync(string format) => ToReplyAsync(
        async () =>
        {
            var at = await Session.ReadAsync();
            return new GraphReadReply(at.Version, at.Write(Id.Value, format));
        },
        error => new(0, null, error.Message));

    /// <inheritdoc/>
    public Task<GraphReply> ReadHeadAsync() => ReplyAsync(null, at => Task.FromResult(new GraphReply(at.Version, null)));

    /// <inheritdoc/>
    public Task<GraphReply> InquireAsync(GraphInquiry inquiry, SolveLimits terms, CancellationToken cancellation) =>
        ReplyAsync((inquiry as DifferenceInquiry)?.To, async at =>
        {
            if (inquiry is DifferenceInquiry both) inquiry = both with { First = (await Session.ReadAtAsync(both.From)).Graph };
            inquiry = await _inquirer.CompleteAsync(Id, inquiry);
            return inquiry.IsRepeatable
                ? await _answers.GetOrAddAsync(at.Graph, inquiry, async () =>
                {
                    var reply = await _inquirer.AnswerAsync(Id, at, inquiry, terms, cancellation);
                    return (reply, GraphInquirer.IsKept(reply));
                })
                : await _inquirer.AnswerAsync(Id, at, inquiry, terms, cancellation);
        });

    /// <inheritdoc/>
    public Task<GraphReply> WriteAsync(GraphWriting writing, SolveLimits terms, CancellationToken cancellation) =>
        ReplyAsync(writing.Version, at => _inquirer.WriteAsync(Id, at, writing, terms, cancellation));

    /// <inheritdoc/>
    public Task<FormulatedCall> FormulateAsync(GraphCall call) => ToReplyAsync(
        async () =>
        {
            var at = await Session.ReadAsync();
            return call.Version is { } wanted && wanted != at.Version
                ? new(at.Version, null, SolveFailure.Stale, $"the graph is at version {at.Version}, not {wanted}")
                : new FormulatedCall(at.Version, at.Formulate(call.Question));
        },
        error => new(0, null, SolveFailure.Rejected, error.Message));

    /// <inheritdoc/>
    public Task<GraphAnswer> AskAsync(GraphQuery question, SolveLimits terms, CancellationToken cancellation) => ToReplyAsync(
        () => GetOrAddAnswerAsync(question, async at =>
        {
            var reply = await GrainFactory.GetGrain<ISolverGrain>(0).AskAsync(at.Formulate(question), terms, cancellation);
            return (at.ToAnswer(reply), reply.Trouble == SolveFailure.None);
        }),
        error => new(0, false, SolveFailure.Rejected, error.Message));

    /// <inheritdoc/>
    public Task<GraphStrengths> ComputeStrengthsAsync(string semantics, SolveLimits terms, CancellationToken cancellation) => ToReplyAsync(
        () => GetOrAddAnswerAsync(semantics, async at =>
        {
            var found = await service.RunAsync(budget => at.ComputeStrengths(semantics, budget), terms, cancellation);
            return (found.Value ?? new(at.Version, null, false, found.Failure, found.Message), found.Value is not null);
        }),
        error => new(0, null, false, SolveFailure.Rejected, error.Message));

    /// <inheritdoc/>
    public Task<GraphReasons> ExplainAsync(GraphQuery question, SolveLimits terms, CancellationToken cancellation) => ToReplyAsync(
        () => GetOrAddAnswerAsync(("why", question), async at =>
        {
            var found = await service.RunAsync(budget => at.Explain(question, budget), terms, cancellation);
            return (found.Value ?? new(at.Version, false, found.Failure, found.Message), found.Value is not null);
        }),
        error => new(0, false, SolveFailure.Rejected, error.Message));

    /// <summary>Gets the cached answer for the current version, or finds it.</summary>
    private async Task<T> GetOrAddAnswerAsync<T>(object question, Func<GraphView, Task<(T Answer, bool Lasts)>> find) where T : class
    {
        var at = await Session.ReadAsync();
        return await _answers.GetOrAddAsync(at.Graph, question, () => find(at));
    }

    private async Task<GraphReply> ReplyAsync(long? version, Func<GraphView, Task<GraphReply>> answer)
    {
        try
        {
            var at = await Session.ReadAtAsync(version);
            if (at.Exists) return await answer(at);
            // Who asks for what is not there leaves nothing behind.
            DeactivateOnIdle();
            return new(at.Version, null, GraphFailure.Missing, "there is no such graph");
        }
        catch (Exception error) when (error is InputException or ReplayException or IOException)
        {
            return new(0, null, error switch
            {
                InputException => GraphFailure.Rejected,
                ReplayException => GraphFailure.Damaged,
                _ => GraphFailure.Unavailable,
            }, error.Message);
        }
    }

    /// <summary>Turns exceptions into replies: failures travel as data.</summary>
    private static async Task<T> ToReplyAsync<T>(Func<Task<T>> act, Func<Exception, T> tell)
    {
        try
        {
            return await act();
        }
        catch (Exception error) when (error is InputException or ReplayException or IOException)
        {
            return tell(error);
        }
    }
}
