using Debate.Argumentation.Formats;
using Debate.Contracts;
using Debate.Deliberation.Engine;
using Orleans.Concurrency;

namespace Debate.Grains.Graphs;

/// <summary>Sequences one graph: changes go to its journal, questions to the solver.</summary>
[Reentrant]
public sealed class ArgumentGraphGrain(IJournal journal, TimeProvider clock) : Grain, IArgumentGraphGrain
{
    private readonly AnswersAtVersion _answers = new();
    private HeldGraph? _held;

    private string Id => this.GetPrimaryKeyString();

    private HeldGraph Held => _held ??= new(new(journal, Id), clock);

    /// <inheritdoc/>
    public async Task<EditReply> EditAsync(GraphChange change)
    {
        try
        {
            return await Held.EditAsync(change);
        }
        catch (InputException wrong)
        {
            return new(EditStatus.Rejected, 0, wrong.Message);
        }
        catch (ReplayException damaged)
        {
            return new(EditStatus.Rejected, 0, damaged.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<GraphReading> ReadAsync()
    {
        try
        {
            var (graph, version) = await Held.ReadAsync();
            return new(version, GraphJson.Write(graph));
        }
        catch (Exception unreadable) when (unreadable is InputException or ReplayException or IOException)
        {
            return new(0, null, unreadable.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<FormulatedCall> FormulateAsync(GraphCall call)
    {
        try
        {
            var (graph, version) = await Held.ReadAsync();
            return call.Version is { } wanted && wanted != version
                ? new(version, null, SolveTrouble.Stale, $"the graph is at version {version}, not {wanted}")
                : new(version, GraphQuestions.Formulate(graph, call.Problem, call.Argument, call.Limit));
        }
        catch (Exception wrong) when (wrong is InputException or ReplayException or IOException)
        {
            return new(0, null, SolveTrouble.Rejected, wrong.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<GraphAnswer> AskAsync(GraphQuestion question, SolveTerms terms, CancellationToken cancellation)
    {
        try
        {
            var (graph, version) = await Held.ReadAsync();
            return await _answers.AskAsync(graph, question, async () =>
            {
                var call = GraphQuestions.Formulate(graph, question.Problem, question.Argument, question.Limit);
                var reply = await GrainFactory.GetGrain<ISolverGrain>(0).SolveAsync(call, terms, cancellation);
                return (GraphQuestions.Translate(graph, version, reply), reply.Trouble == SolveTrouble.None);
            });
        }
        catch (Exception wrong) when (wrong is InputException or ReplayException or IOException)
        {
            return new(0, false, Trouble: SolveTrouble.Rejected, Message: wrong.Message);
        }
    }
}
