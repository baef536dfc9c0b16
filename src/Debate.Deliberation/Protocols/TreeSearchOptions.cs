using System.ComponentModel.DataAnnotations;

namespace Debate.Deliberation.Protocols;

/// <summary>The options of a tree search.</summary>
public sealed record TreeSearchOptions
{
    /// <summary>Nodes that are expanded at most.</summary>
    [Option("Nodes that are expanded at most."), Range(1, 10_000)]
    public int Iterations { get; init; } = 20;

    /// <summary>Next steps of each node.</summary>
    [Option("Next steps that each node is given."), Range(1, 64)]
    public int Branch { get; init; } = 3;

    /// <summary>Steps that the best new node is followed further.</summary>
    [Option("Steps that the best new node is followed further, to see what it is worth."), Range(0, 16)]
    public int Roll { get; init; } = 2;

    /// <summary>The share of what is seen there in the node's value.</summary>
    [Option("The share of what is seen there in the node's value."), Range(0.0, 1.0)]
    public double Alpha { get; init; } = 0.5;

    /// <summary>How much little-visited nodes are preferred.</summary>
    [Option("How much nodes that were visited little are preferred."), Range(0.0, 100.0)]
    public double C { get; init; } = 0.7;

    /// <summary>The value of an end at which the search ends.</summary>
    [Option("The value of an end at which the search ends."), Range(0.0, 1.0)]
    public double Gate { get; init; } = 0.9;

    /// <summary>What the search is for.</summary>
    [Option("Whether it ends at the first good end, or goes on to make data, with the key telling which ends are right.")]
    public TreeMode Mode { get; init; }

    /// <summary>How a partial solution is valued.</summary>
    [Option("How a partial solution is valued: by a seat's number, by how far short completions agree, or by the share of judges that find it sound.")]
    public TreeValue Value { get; init; }

    /// <summary>Completions of each partial solution.</summary>
    [Option("Completions of each partial solution, with value=vote."), Range(1, 64)]
    public int Votes { get; init; } = 5;

    /// <summary>Judges of each partial solution.</summary>
    [Option("Judges of each partial solution, with value=judge."), Range(1, 99)]
    public int Judges { get; init; } = 3;

    /// <summary>What is cut from the tree.</summary>
    [Option("Whether of each node's next steps only the best and the worst are kept (SPHERE).")]
    public TreePruning Prune { get; init; }

    /// <summary>Steps of a solution at most.</summary>
    [Option("Steps of a solution at most."), Range(1, 100)]
    public int Depth { get; init; } = 12;
}

/// <summary>What a tree search is for.</summary>
public enum TreeMode
{
    /// <summary>It ends at the first end that is good enough.</summary>
    Best,

    /// <summary>It uses all iterations, and the key tells which ends are right.</summary>
    All,
}

/// <summary>How a partial solution is valued.</summary>
public enum TreeValue
{
    /// <summary>A seat gives a number.</summary>
    Model,

    /// <summary>The share of short completions that agree.</summary>
    Vote,

    /// <summary>The share of judges that find it sound.</summary>
    Judge,
}

/// <summary>What is cut from a tree.</summary>
public enum TreePruning
{
    /// <summary>Nothing.</summary>
    No,

    /// <summary>All but the best and the worst next step.</summary>
    Ends,
}
