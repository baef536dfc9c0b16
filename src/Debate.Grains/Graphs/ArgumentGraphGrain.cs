using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Grains.Solving;
using Orleans.Concurrency;

namespace Debate.Grains.Graphs;

/// <summary>Sequences one graph: sends changes to its journal and questions to the solver threads.</summary>
[Reentrant, PlacedByRole(SiloRole.Deliberation)]
public sealed class ArgumentGraphGrain(IJournal journal, SolverDesk desk, TimeProvider clock) : Grain, IArgumentGraphGrain
{
    private readonly AnswersAtVersion _answers = new();
    private HeldGraph? _held;

    private string Id => this.GetPrimaryKeyString();

    private HeldGraph Held => _held ??= new(new(journal, Id), clock);

    /// <inheritdoc/>
    public Task<EditReply> EditAsync(GraphChange change) => ToldAsync(
        () => Held.EditAsync(change),
        trouble => new(trouble is IOException ? EditStatus.Unavailable : EditStatus.Rejected, 0, trouble.Message));

    /// <inheritdoc/>
    public Task<GraphReading> ReadAsync(string format) => ToldAsync(
        async () =>
        {
            var at = await Held.ReadAsync();
            return new GraphReading(at.Version, at.Write(Id, format));
        },
        trouble => new(0, null, trouble.Message));

    /// <inheritdoc/>
    public Task<FormulatedCall> FormulateAsync(GraphCall call) => ToldAsync(
        async () =>
        {
            var at = await Held.ReadAsync();
            return call.Version is { } wanted && wanted != at.Version
                ? new(at.Version, null, SolveTrouble.Stale, $"the graph is at version {at.Version}, not {wanted}")
                : new FormulatedCall(at.Version, at.Formulate(call.Question));
        },
        trouble => new(0, null, SolveTrouble.Rejected, trouble.Message));

    /// <inheritdoc/>
    public Task<GraphAnswer> AskAsync(GraphQuery question, SolveTerms terms, CancellationToken cancellation) => ToldAsync(
        () => KeptAsync(question, async at =>
        {
            var reply = await GrainFactory.GetGrain<ISolverGrain>(0).SolveAsync(at.Formulate(question), terms, cancellation);
            return (at.Translate(reply), reply.Trouble == SolveTrouble.None);
        }),
        trouble => new(0, false, SolveTrouble.Rejected, trouble.Message));

    /// <inheritdoc/>
    public Task<GraphStrengths> StrengthsAsync(string semantics, SolveTerms terms, CancellationToken cancellation) => ToldAsync(
        () => KeptAsync(semantics, async at =>
        {
            var found = await desk.RunAsync(_ => at.Weigh(semantics), terms, cancellation);
            return (found.Value ?? new(at.Version, null, false, found.Trouble, found.Message), found.Value is not null);
        }),
        trouble => new(0, null, false, SolveTrouble.Rejected, trouble.Message));

    /// <inheritdoc/>
    public Task<GraphReasons> ExplainAsync(GraphQuery question, SolveTerms terms, CancellationToken cancellation) => ToldAsync(
        () => KeptAsync(("why", question), async at =>
        {
            var found = await desk.RunAsync(effort => at.Explain(question, effort), terms, cancellation);
            return (found.Value ?? new(at.Version, false, found.Trouble, found.Message), found.Value is not null);
        }),
        trouble => new(0, false, SolveTrouble.Rejected, trouble.Message));

    /// <summary>Gets the cached answer for the current version, or finds it.</summary>
    private async Task<T> KeptAsync<T>(object question, Func<GraphAt, Task<(T Answer, bool Lasts)>> find) where T : class
    {
        var at = await Held.ReadAsync();
        return await _answers.AskAsync(at.Graph, question, () => find(at));
    }

    /// <summary>Turns exceptions into replies: failures travel as data.</summary>
    private static async Task<T> ToldAsync<T>(Func<Task<T>> act, Func<Exception, T> tell)
    {
        try
        {
            return await act();
        }
        catch (Exception trouble) when (trouble is InputException or ReplayException or IOException)
        {
            return tell(trouble);
        }
    }
}
