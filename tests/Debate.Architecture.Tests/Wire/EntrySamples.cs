using CsCheck;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Architecture.Tests.Wire;

/// <summary>
/// Sample values of journal entries. Separate from <see cref="Samples"/>, because the samples of graphs build on those too.
/// </summary>
internal static class EntrySamples
{
    private static readonly Gen<StoredMessage> Message =
        Gen.Select(Samples.Text, Samples.Role, Samples.Text, (before, role, text) => new StoredMessage(before, role, text));

    /// <summary>Limits of programs.</summary>
    public static Gen<ProgramLimits> Limits { get; } = Gen.Select(Gen.Long, Gen.Int, Gen.Int, Gen.Int,
        (statements, megabytes, seconds, characters) => new ProgramLimits(statements, megabytes, seconds, characters));

    /// <summary>Results of programs.</summary>
    public static Gen<ProgramResult> Result { get; } = Gen.Select(Gen.Enum<ProgramEnd>(), Samples.Text, Samples.Optional,
        (end, output, error) => new ProgramResult(end, output, error));

    /// <summary>Programs.</summary>
    public static Gen<ProgramCall> Program { get; } = Gen.Select(Samples.Text, Samples.Text, Limits, Gen.Bool, Gen.Long,
        (source, input, limits, isLimited, seed) =>
            new ProgramCall("javascript", source, input) { Limits = isLimited ? limits : null, Seed = seed });

    /// <summary>Samples of every kind of entry.</summary>
    public static IReadOnlyDictionary<Type, Gen<EntryBody>> All { get; } = new Dictionary<Type, Gen<EntryBody>>
    {
        [typeof(RunStarted)] = Samples.Snapshot.Select(s => (EntryBody)new RunStarted(s)),
        [typeof(ActivationStarted)] = Gen.Select(Gen.Int, Samples.Text, Samples.Budget,
            (number, owner, budget) => (EntryBody)new ActivationStarted(number, owner, budget)),
        [typeof(SeatsJoined)] = Gen.Select(Samples.Seat.Array[0, 2], Samples.Optional,
            (seats, configuration) => (EntryBody)new SeatsJoined([.. seats], configuration)),
        [typeof(SeatsWithdrawn)] = Samples.Text.Array[0, 2].Select(seats => (EntryBody)new SeatsWithdrawn([.. seats])),
        [typeof(ConfigurationChanged)] = Samples.Text.Select(text => (EntryBody)new ConfigurationChanged(text)),
        [typeof(ModelReplied)] = Gen.Select(Samples.Text, Samples.Text, Message.Array[0, 3], Samples.Usage, Gen.Int, Samples.Optional,
            Gen.Bool, Samples.Policy,
            (seat, reply, fresh, usage, n, finish, open, policy) =>
                (EntryBody)new ModelReplied("request", seat, "model", "chat", [.. fresh], reply, usage) { Round = open ? n
                    : null, Sample = n, Finish = finish, Policy = policy }),
        [typeof(StatementMade)] = Gen.Select(Samples.Text, Gen.Int, Samples.Text,
            (seat, round, text) => (EntryBody)new StatementMade("request", seat, round, text)),
        [typeof(DecisionRecorded)] = Gen.Select(Samples.Text, Samples.Text,
            (name, value) => (EntryBody)new DecisionRecorded("request", name, value)),
        [typeof(GraphSolved)] = Gen.Select(Gen.Int, Gen.Int, Samples.Text, Samples.Index, Samples.Answered,
            (arguments, attacks, problem, argument, answer) =>
            (EntryBody)new GraphSolved("request", arguments, attacks, problem, argument, answer)),
        [typeof(ProgramExecuted)] = Gen.Select(Program, Result,
            (program, result) => (EntryBody)new ProgramExecuted("request", program.Language, program.Source, program.Input, result)),
        [typeof(ContinuationScored)] = Gen.Select(Samples.Text, Samples.Text, Gen.Double[-1000, 0], Gen.Int[0, 1000], Samples.Usage,
            (seat, model, log, tokens, usage) => (EntryBody)new ContinuationScored("request", seat, model, log, tokens, usage)),
        [typeof(ChildCompleted)] = Gen.Select(Samples.Id, Samples.Verdict, Samples.Usage,
            (id, verdict, usage) => (EntryBody)new ChildCompleted("request", id, verdict, usage)),
        [typeof(ChildForgone)] = Gen.Select(Samples.Id, Samples.Text, Samples.Text, Samples.Usage,
            (id, decision, reason, usage) => (EntryBody)new ChildForgone("request", id, decision, reason, usage)),
        [typeof(RunSuspended)] = Gen.Select(Samples.Status, Samples.Text, Samples.Trouble, Samples.Usage,
            (status, reason, cause, usage) => (EntryBody)new RunSuspended(status, reason, cause, usage)
            {
                Absent = cause == FailureKind.Absent ? [new(reason, reason)] : null,
            }),
        [typeof(GraphSnapshotTaken)] = Gen.Select(Samples.Text, Samples.Count, Samples.Text,
            (graph, version, hash) => (EntryBody)new GraphSnapshotTaken(graph, version, hash)),
        [typeof(GraphPut)] = Samples.Text.Select(map => (EntryBody)new GraphPut(map)),
        [typeof(GraphRemoved)] = Gen.Const((EntryBody)new GraphRemoved()),
        [typeof(GraphEdited)] = GraphSamples.Edit.Array[0, 3].Select(edits => (EntryBody)new GraphEdited([.. edits])),
        [typeof(RunCompleted)] = Gen.Select(Samples.Verdict, Samples.Usage,
            (verdict, usage) => (EntryBody)new RunCompleted(verdict, usage)),
    };
}
