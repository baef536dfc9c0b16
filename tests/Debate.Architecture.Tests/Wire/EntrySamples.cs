using CsCheck;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Architecture.Tests.Wire;

/// <summary>
/// Sample values of journal entries. Separate from <see cref="Samples"/>, because the samples of graphs build on those too.
/// </summary>
internal static class EntrySamples
{
    private static readonly Gen<Message> Message = Gen.Select(Samples.Text, Samples.Role, Samples.Text, (before, role, text) => new Message(before, role, text));

    /// <summary>Samples of every kind of entry.</summary>
    public static IReadOnlyDictionary<Type, Gen<EntryBody>> All { get; } = new Dictionary<Type, Gen<EntryBody>>
    {
        [typeof(Started)] = Samples.Snapshot.Select(s => (EntryBody)new Started(s)),
        [typeof(Epoch)] = Gen.Select(Gen.Int, Samples.Text, Samples.Budget, (number, owner, budget) => (EntryBody)new Epoch(number, owner, budget)),
        [typeof(Joined)] = Gen.Select(Samples.Seat.Array[0, 2], Samples.Optional,
            (seats, configuration) => (EntryBody)new Joined([.. seats], configuration)),
        [typeof(Asked)] = Gen.Select(Samples.Text, Samples.Text, Message.Array[0, 3], Samples.Usage, Gen.Int, Samples.Optional, Gen.Bool, Samples.Policy,
            (seat, reply, fresh, usage, n, finish, open, policy) =>
                (EntryBody)new Asked("request", seat, "model", "chat", [.. fresh], reply, usage) { Round = open ? n : null, Sample = n, Finish = finish, Policy = policy }),
        [typeof(Said)] = Gen.Select(Samples.Text, Gen.Int, Samples.Text, (seat, round, text) => (EntryBody)new Said("request", seat, round, text)),
        [typeof(Recorded)] = Gen.Select(Samples.Text, Samples.Text, (name, value) => (EntryBody)new Recorded("request", name, value)),
        [typeof(Solved)] = Gen.Select(Gen.Int, Gen.Int, Samples.Text, Samples.Index, Samples.Answered, (arguments, attacks, problem, argument, answer) =>
            (EntryBody)new Solved("request", arguments, attacks, problem, argument, answer)),
        [typeof(Deliberated)] = Gen.Select(Samples.Id, Samples.Verdict, Samples.Usage,
            (id, verdict, usage) => (EntryBody)new Deliberated("request", id, verdict, usage)),
        [typeof(Suspended)] = Gen.Select(Samples.Status, Samples.Text, Samples.Trouble, Samples.Usage,
            (status, reason, cause, usage) => (EntryBody)new Suspended(status, reason, cause, usage)),
        [typeof(Drawn)] = Gen.Select(Samples.Text, Samples.Count, Samples.Text, (graph, version, hash) => (EntryBody)new Drawn(graph, version, hash)),
        [typeof(Edited)] = GraphSamples.Edit.Array[0, 3].Select(edits => (EntryBody)new Edited([.. edits])),
        [typeof(Decided)] = Gen.Select(Samples.Verdict, Samples.Usage, (verdict, usage) => (EntryBody)new Decided(verdict, usage)),
    };
}
