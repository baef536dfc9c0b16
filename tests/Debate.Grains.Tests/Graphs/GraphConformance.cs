using System.Collections.Immutable;
using CsCheck;
using Debate.Argumentation;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Grains.Graphs;

namespace Debate.Grains.Tests.Graphs;

/// <summary>The contract of a graph session over any journal; one subclass per journal.</summary>
public abstract class GraphConformance : IAsyncDisposable
{
    private int _changes;

    /// <summary>The journal under test.</summary>
    protected abstract IJournal Journal { get; }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Every_change_makes_the_next_version_and_another_activation_reads_it()
    {
        var held = Hold();
        Assert.Equal(new EditReply(EditStatus.Applied, 1),
            await held.EditAsync(Change(GraphEdit.AddArgument("a", "A"), GraphEdit.AddArgument("b", "B"))));
        Assert.Equal(new EditReply(EditStatus.Applied, 2), await held.EditAsync(Change(GraphEdit.AddAttack("b", "a"))));
        foreach (var reader in new[] { held, Hold() })
        {
            var (graph, version) = await reader.ReadAsync();
            Assert.Equal(2, version);
            Assert.Equal("""{"arguments":[{"id":"a","text":"A"},{"id":"b","text":"B"}],"attacks":[["b","a"]]}""", GraphJson.Write(graph));
        }
    }

    [Fact]
    public async Task Nobody_s_graph_is_empty_at_version_0()
    {
        var (graph, version) = await Hold("nobody").ReadAsync();
        Assert.Equal((0, 0L), (graph.NodeCount, version));
    }

    [Fact]
    public async Task Change_asked_for_again_is_not_made_again_by_this_activation_or_another()
    {
        var held = Hold();
        var change = Change(GraphEdit.AddArgument("a")) with { Expected = 0 };
        var replies = await Task.WhenAll(held.EditAsync(change), held.EditAsync(change));
        Assert.Equal([new(EditStatus.Applied, 1), new(EditStatus.Repeated, 1)], replies);
        await held.EditAsync(Change(GraphEdit.Retract("a")));
        Assert.Equal(new(EditStatus.Repeated, 1), await held.EditAsync(change));
        Assert.Equal(new(EditStatus.Repeated, 1), await Hold().EditAsync(change));
        Assert.Equal(2, (await Hold().ReadAsync()).Version);
    }

    [Fact]
    public async Task Change_for_another_version_is_a_conflict_with_the_present_one()
    {
        var held = Hold();
        await held.EditAsync(Change(GraphEdit.AddArgument("a")));
        var reply = await held.EditAsync(Change(GraphEdit.AddArgument("b")) with { Expected = 0 });
        Assert.Equal((EditStatus.Conflict, 1L), (reply.Status, reply.Version));
        Assert.Equal(EditStatus.Applied, (await held.EditAsync(Change(GraphEdit.AddArgument("b")) with { Expected = 1 })).Status);
    }

    [Fact]
    public async Task Whole_maps_and_removals_are_versions_and_what_was_removed_is_gone()
    {
        var held = Hold("whole");
        var map = GraphJson.Write(new ArgumentMap("cafe", Build(GraphEdit.AddArgument("a", "A"))) { Title = "T", Motions = ["a"] });
        GraphChange Whole(string json) => Change() with { Map = json };
        Assert.Equal((EditStatus.Missing, 0L), Head(await held.EditAsync(Change(GraphEdit.AddArgument("x")) with { Exists = true })));
        Assert.Equal(new(EditStatus.Applied, 1), await held.EditAsync(Whole(map) with { Exists = false }));
        Assert.Equal((EditStatus.Conflict, 1L), Head(await held.EditAsync(Whole(map) with { Exists = false })));
        Assert.Equal(EditStatus.Rejected, (await held.EditAsync(Whole("{}"))).Status);
        Assert.Equal(new(EditStatus.Applied, 2), await held.EditAsync(Change(GraphEdit.AddArgument("b"), GraphEdit.Retract("a"))));
        foreach (var reader in new[] { held, Hold("whole") })
        {
            var now = await reader.ReadAsync();
            Assert.Equal(("cafe", "T", true, 2L), (now.Map.Name, now.Map.Title, now.Exists, now.Version));
            Assert.Empty(now.Map.Motions);
            Assert.Equal(["a"], (await reader.ReadAtAsync(1)).Map.Motions);
            Assert.False((await reader.ReadAtAsync(0)).Exists && (await reader.ReadAtAsync(0)).Graph.NodeCount > 0);
            await Assert.ThrowsAsync<InputException>(() => reader.ReadAtAsync(3));
        }
        Assert.Equal(new(EditStatus.Applied, 3), await held.EditAsync(Change() with { Removes = true, Expected = 2 }));
        foreach (var reader in new[] { held, Hold("whole") })
            Assert.Equal((false, 0, 3L), (await reader.ReadAsync()) is var gone ? (gone.Exists, gone.Graph.NodeCount, gone.Version) : default);
        var line = (await Journal.FindSummaryAsync(GraphRuns.GetId(new("whole"))))!.Graph!;
        Assert.Equal((3L, 0, 3L, (long?)3, false), (line.Version, line.Arguments, line.Whole, line.Removed, line.IsThere));
        Assert.Equal(new(EditStatus.Applied, 4), await held.EditAsync(Whole(map)));
        Assert.Equal(new(EditStatus.Applied, 5), await Hold("whole").EditAsync(Change(GraphEdit.AddArgument("c"), GraphEdit.AddAttack("c", "a"))));
        var again = Hold("whole");
        Assert.Equal((2, 5L), (await again.ReadAsync()) is var (graph, version) ? (graph.ArgumentCount, version) : default);
        Assert.Equal(1, (await again.ReadAtAsync(4)).Graph.ArgumentCount);
        foreach (var removed in new[] { 0, 1, 2, 3 })
            Assert.Contains("was removed at version 3",
                (await Assert.ThrowsAsync<InputException>(() => again.ReadAtAsync(removed))).Message, StringComparison.Ordinal);
        line = (await Journal.FindSummaryAsync(GraphRuns.GetId(new("whole"))))!.Graph!;
        Assert.Equal((5L, 2, 1, true), (line.Version, line.Arguments, line.Attacks, line.IsThere));
        Assert.DoesNotContain(await Journal.ListAsync(new RunQuery(IncludeChildren: true)), run => run.Graph is not null);
        Assert.Contains(await Journal.ListAsync(GraphRuns.SelectAll(Deliberation.Tenant.Default)), run => run.Id == GraphRuns.GetId(new("whole")));
    }

    [Fact]
    public async Task Id_of_a_change_is_not_that_of_another_one()
    {
        var held = Hold("reused");
        var change = Change(GraphEdit.AddArgument("a"));
        await held.EditAsync(change);
        await held.EditAsync(Change(GraphEdit.AddArgument("b")));
        foreach (var activation in new[] { held, Hold("reused") })
        {
            Assert.Equal(new(EditStatus.Repeated, 1), await activation.EditAsync(change));
            Assert.Equal((EditStatus.Reused, 1L), Head(await activation.EditAsync(change with { Edits = [GraphEdit.AddArgument("c")] })));
            Assert.Equal((EditStatus.Reused, 1L), Head(await activation.EditAsync(change with { Edits = [], Removes = true })));
        }
    }

    private static (EditStatus, long) Head(EditReply reply) => (reply.Status, reply.Version);

    private static ArgumentGraph Build(params GraphEdit[] edits)
    {
        var graph = new EditableGraph();
        graph.Apply(edits);
        return graph.Snapshot();
    }

    [Fact]
    public async Task Of_many_who_expect_one_version_one_wins()
    {
        var held = Hold();
        var replies = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(i => held.EditAsync(Change(GraphEdit.AddArgument($"a{i}")) with { Expected = 0 })));
        Assert.Single(replies, r => r.Status == EditStatus.Applied);
        Assert.Equal(19, replies.Count(r => r == new EditReply(EditStatus.Conflict, 1, "the graph is at version 1, not 0")));
    }

    [Fact]
    public async Task What_the_graph_does_not_allow_changes_nothing()
    {
        var held = Hold();
        await held.EditAsync(Change(GraphEdit.AddArgument("a")));
        foreach (var wrong in new[]
        {
            Change(GraphEdit.AddArgument("b"), GraphEdit.AddArgument("a")),
            Change(GraphEdit.AddAttack("a", "nobody")),
            Change(),
            Change(GraphEdit.AddArgument("c")) with { Id = "" },
            Change(GraphEdit.AddArgument("c")) with { Id = new('x', 101) },
        })
            Assert.Equal((EditStatus.Rejected, 1L), (await held.EditAsync(wrong)) is var r ? (r.Status, r.Version) : default);
        var (graph, version) = await Hold().ReadAsync();
        Assert.Equal((1, 1L), (graph.NodeCount, version));
    }

    [Fact]
    public async Task Two_activations_that_write_side_by_side_lose_and_repeat_nothing()
    {
        GraphActivation[] both = [Hold(), Hold()];
        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            var change = Change(GraphEdit.AddArgument($"a{i}"));
            var reply = await both[i % 2].EditAsync(change);
            for (; reply.Status == EditStatus.Unavailable; reply = await both[i % 2].EditAsync(change)) await Task.Yield();
            return reply;
        }));
        Assert.All(replies, r => Assert.True(r.Status is EditStatus.Applied or EditStatus.Repeated, r.ToString()));
        var (graph, version) = await Hold().ReadAsync();
        Assert.Equal((60, 60L), (graph.ArgumentCount, version));
    }

    [Fact]
    public async Task Long_history_is_read_from_its_last_drawing_and_repeats_are_still_known()
    {
        var held = Hold();
        var changes = Enumerable.Range(0, 6000).Select(i =>
            Change(i % 3 == 2 ? GraphEdit.Retract($"a{i - 1}") : GraphEdit.AddArgument($"a{i}"))).ToArray();
        for (var from = 0; from < changes.Length; from += 500)
            Assert.All(await Task.WhenAll(changes[from..(from + 500)].Select(held.EditAsync)),
                r => Assert.Equal(EditStatus.Applied, r.Status));
        var counted = new CountingJournal(Journal);
        var again = Hold(journal: counted);
        var (graph, version) = await again.ReadAsync();
        Assert.Equal(6000, version);
        Assert.Equal(GraphJson.Write((await held.ReadAsync()).Graph), GraphJson.Write(graph));
        Assert.InRange(counted.Read, 1, 5999);
        Assert.Equal(new(EditStatus.Repeated, 1), await again.EditAsync(changes[0] with { Expected = 0 }));
        Assert.Equal(new(EditStatus.Repeated, 4), await again.EditAsync(changes[3]));
        Assert.Equal(new(EditStatus.Repeated, 6000), await again.EditAsync(changes[^1]));
        Assert.Equal(6000, (await Hold().ReadAsync()).Version);
    }

    [Fact]
    public async Task Any_changes_give_the_graph_that_they_give_in_memory()
    {
        var round = 0;
        var edits = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[0, 5]).Select((kind, a, b) => kind switch
        {
            0 => GraphEdit.AddArgument($"{a}", $"{b}"),
            1 => GraphEdit.AddAttack($"{a}", $"{b}"),
            2 => GraphEdit.Retract($"{a}"),
            3 => GraphEdit.AddSupport($"{a}", $"{b}"),
            _ => GraphEdit.SetScore($"{a}", b / 5.0),
        });
        await edits.Array[1, 3].Array[1, 12].SampleAsync(async changes =>
        {
            var (id, expected) = ($"law-{Interlocked.Increment(ref round)}", new EditableGraph());
            var (held, versions) = (Hold(id), 0);
            foreach (var change in changes)
            {
                var isAllowed = true;
                try
                {
                    expected.Apply(change);
                    versions++;
                }
                catch (InputException)
                {
                    isAllowed = false;
                }
                Assert.Equal(isAllowed, (await held.EditAsync(Change(change))).Status == EditStatus.Applied);
            }
            var (graph, version) = await Hold(id).ReadAsync();
            Assert.Equal((GraphJson.Write(expected.Snapshot()), versions), (GraphJson.Write(graph), version));
        }, seed: "0000KOIPe036", iter: 60, threads: 1);
    }

    internal GraphActivation Hold(string id = "g", IJournal? journal = null) => new(new(new(journal ?? Journal, new(id)), TimeProvider.System));

    internal GraphChange Change(params GraphEdit[] edits) => new($"change-{Interlocked.Increment(ref _changes)}", [.. edits]);
}
