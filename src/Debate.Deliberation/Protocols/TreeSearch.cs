using System.Collections.Immutable;
using Debate.Core.Input;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Search;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// A search over partial solutions that a value guides (ReST-MCTS*: Zhang et al., "ReST-MCTS*: LLM Self-Training via Process Reward Guided
/// Tree Search", NeurIPS 2024): the most promising one is given several next steps, each of which is valued; the best of them is followed a
/// little further, and what is seen there is mixed into its value. The tree is recorded, so that its steps can be valued afterwards
/// (<see cref="StepValues"/>). With <see cref="TreeMode.All"/> the key tells which ends are right: that makes data, and is no way to answer.
/// </summary>
public sealed class TreeSearch : IProtocol<TreeSearchOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<TreeSearchOptions>("tree-search", 1, () => new TreeSearch())
    {
        Seats = o => ["solver", .. StepJudge.GetSeats(o)],
        MaxCalls = CountMaxCalls,
        CallsOption = "iterations",
        Validate = (problem, o) =>
        {
            if (o.Mode == TreeMode.All && problem.Answers.Count == 0 && problem.Reference is null)
                throw new InputException($"option 'mode': all tells right ends by the key, and question {problem.Key} has none");
        },
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, TreeSearchOptions options)
    {
        var (tree, growth) = (new SearchTree(options.C, options.Prune == TreePruning.Ends), new TreeGrowth(d, options));
        await growth.BeginAsync();
        var (iterations, isPassed) = (0, false);
        while (!isPassed && iterations < options.Iterations && tree.Select() is { } node)
        {
            iterations++;
            var children = tree.Expand(node, await growth.ExpandAsync(node, tree.StepsTo(node)));
            if (tree.FindBestOpen(children) is { } best && await growth.RollAsync(best, tree.StepsTo(best)) is { } seen)
                tree.Mix(best, seen, options.Alpha);
            tree.BackUp(node);
            isPassed = options.Mode == TreeMode.Best
                && children.Any(c => tree.Nodes[c] is { IsEnd: true, IsPruned: false } end && end.Value >= options.Gate);
        }
        await d.RecordAsync(SearchTreeJson.Name, () => SearchTreeJson.Write(tree.Nodes));
        var ended = isPassed ? "gate" : tree.Select() is null ? "exhausted" : "iterations";
        return await CreateVerdictAsync(d, tree, growth) with { Ended = ended, Rounds = 1, Measures = Measure(tree, iterations) };
    }

    private static async Task<Verdict> CreateVerdictAsync(IDeliberation d, SearchTree tree, TreeGrowth growth)
    {
        if (tree.FindBestEnd() is not { } end)
            return growth.FirstUnread is { } unread && tree.Nodes.Count == 1 ? Verdict.FromFault(unread)
                : new(Decision.Undecided) { Reason = "No solution came to its end.", Notes = [.. growth.Notes] };
        await d.SayAsync("solver", string.Join('\n', tree.StepsTo(end)), 1);
        return new(Decision.Decided)
        {
            Answer = FinalAnswer.Extract(tree.Nodes[end].Step),
            Reason = FormattableString.Invariant($"The best of {tree.Nodes.Count(n => n.IsEnd)} ends, with the value {tree.Nodes[end].Value:0.###}."),
            Notes = [.. growth.Notes],
        };
    }

    private static ImmutableSortedDictionary<string, double> Measure(SearchTree tree, int iterations)
    {
        var measures = ImmutableSortedDictionary<string, double>.Empty.Add("iterations", iterations).Add("nodes", tree.Nodes.Count - 1)
            .Add("ends", tree.Nodes.Count(n => n.IsEnd));
        return tree.Nodes.Any(n => n.IsRight is not null) ? measures.Add("ends.right", tree.Nodes.Count(n => n.IsRight == true)) : measures;
    }

    private static int CountMaxCalls(TreeSearchOptions o)
    {
        var steps = (long)o.Iterations * (o.Branch + o.Roll);
        var calls = steps * (1 + StepJudge.CountCalls(o)) + (o.Value == TreeValue.Vote ? o.Votes : 0);
        return (int)Math.Min(calls, int.MaxValue);
    }
}
