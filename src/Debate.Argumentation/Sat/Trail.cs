using System.Runtime.CompilerServices;
using Debate.Core.Input;

namespace Debate.Argumentation.Sat;

/// <summary>
/// The assignment: the true literals in order of assignment, and for each variable its level, position and reason. A reason is a clause
/// reference, or for a binary clause its other literal (<see cref="BinaryReason"/>); <see cref="None"/> for a decision.
/// </summary>
internal sealed class Trail
{
    /// <summary>No reason, no clause, no literal.</summary>
    public const int None = -1;

    private Sequence<int> _starts;
    private int[] _literals = [];

    /// <summary>By literal: 1 true, -1 false, 0 unassigned.</summary>
    public sbyte[] Values { get; private set; } = [];

    /// <summary>By variable: the level at which it was assigned.</summary>
    public int[] Levels { get; private set; } = [];

    /// <summary>By variable: the reason of its assignment.</summary>
    public int[] Reasons { get; private set; } = [];

    /// <summary>By variable: its position on the trail.</summary>
    public int[] Positions { get; private set; } = [];

    /// <summary>Number of assigned literals.</summary>
    public int Count { get; private set; }

    /// <summary>The decision level; assumptions are decisions.</summary>
    public int Level => _starts.Count;

    /// <summary>The literal at a position.</summary>
    public int this[int place] => _literals[place];

    /// <summary>The reason reference of a binary clause whose other literal is this one; the function is its own inverse.</summary>
    public static int BinaryReason(int other) => -2 - other;

    /// <summary>Resizes for a number of variables.</summary>
    public void Resize(int variables)
    {
        var (values, levels, reasons, places) = (Values, Levels, Reasons, Positions);
        Array.Resize(ref values, 2 * variables);
        Array.Resize(ref levels, variables);
        Array.Resize(ref reasons, variables);
        Array.Resize(ref places, variables);
        Array.Resize(ref _literals, variables);
        (Values, Levels, Reasons, Positions) = (values, levels, reasons, places);
    }

    /// <summary>The level of a literal's variable.</summary>
    public int LevelOf(int literal) => Levels[literal >> 1];

    /// <summary>The position where the level after this one begins.</summary>
    public int LevelEnd(int level) => level < Level ? _starts.Items[level] : Count;

    /// <summary>The literals assigned up to and including a level.</summary>
    public ReadOnlySpan<int> LiteralsUpTo(int level) => _literals.AsSpan(0, LevelEnd(level));

    /// <summary>Opens the next level.</summary>
    public void OpenLevel() => _starts.Add(Count);

    /// <summary>Assigns a literal true.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Assign(int literal, int reason)
    {
        Values[literal] = 1;
        Values[literal ^ 1] = -1;
        Levels[literal >> 1] = Level;
        Reasons[literal >> 1] = reason;
        Positions[literal >> 1] = Count;
        _literals[Count++] = literal;
    }

    /// <summary>Undoes everything after a level, and returns the literals undone.</summary>
    public ReadOnlySpan<int> BacktrackTo(int level)
    {
        var undone = _literals.AsSpan(LevelEnd(level)..Count);
        foreach (var literal in undone) Values[literal] = Values[literal ^ 1] = 0;
        Count -= undone.Length;
        _starts.Count = Math.Min(level, Level);
        return undone;
    }
}
