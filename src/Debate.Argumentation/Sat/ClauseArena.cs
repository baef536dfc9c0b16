using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Debate.Argumentation.Sat;

/// <summary>
/// Clauses of three or more literals, stored contiguously in one array: size, rating, literals. The first two literals are watched. A
/// clause is referenced by the index of its first word. Its glue is the literal block distance (Audemard and Simon, 2009), 0 for an input
/// clause.
/// </summary>
internal sealed class ClauseArena
{
    /// <summary>Number of header words before the literals.</summary>
    public const int HeaderSize = 2;

    private const int UsedShift = 24;

    /// <summary>The words, for the inner loop.</summary>
    public int[] Words { get; private set; } = new int[256];

    /// <summary>Index after the last word in use.</summary>
    public int End { get; private set; }

    /// <summary>Adds a clause and returns its reference.</summary>
    public int Add(ReadOnlySpan<int> literals, int glue)
    {
        var clause = End;
        End += HeaderSize + literals.Length;
        if (End > Words.Length)
        {
            var wider = new int[Math.Max(2 * Words.Length, End)];
            Words.AsSpan(0, clause).CopyTo(wider);
            Words = wider;
        }
        Words[clause] = literals.Length;
        Words[clause + 1] = glue;
        literals.CopyTo(Words.AsSpan(clause + HeaderSize));
        return clause;
    }

    /// <summary>The next clause.</summary>
    public int Next(int clause) => clause + HeaderSize + Words[clause];

    /// <summary>The literals of a clause.</summary>
    public Span<int> Literals(int clause) => Words.AsSpan(clause + HeaderSize, Words[clause]);

    /// <summary>The glue; 0 for an input clause.</summary>
    public int Glue(int clause) => Words[clause + 1] & ((1 << UsedShift) - 1);

    /// <summary>For how many more reductions the clause counts as used.</summary>
    public int Used(int clause) => Words[clause + 1] >> UsedShift;

    /// <summary>Sets glue and usage.</summary>
    public void SetRating(int clause, int glue, int used) => Words[clause + 1] = glue | (used << UsedShift);

    /// <summary>
    /// Compacts the array: each clause keeps as many of its first literals as <paramref name="keep"/> returns, and is deleted at 0.
    /// </summary>
    public void Compact(Func<int, int> keep)
    {
        var end = 0;
        for (int clause = 0, next; clause < End; clause = next)
        {
            next = Next(clause);
            var size = keep(clause);
            if (size == 0) continue;
            Words[clause] = size;
            Array.Copy(Words, clause, Words, end, HeaderSize + size);
            end += HeaderSize + size;
        }
        End = end;
    }
}

/// <summary>A watched clause with a blocking literal: while that is true, the clause need not be visited.</summary>
/// <param name="Clause">The clause's reference in the arena.</param>
/// <param name="Blocker">The blocking literal.</param>
internal readonly record struct WatchedClause(int Clause, int Blocker);

/// <summary>A growable list without the checks of <see cref="List{T}"/>; a struct, so that it can be stored inline in arrays.</summary>
internal struct Sequence<T>
{
    /// <summary>The backing array.</summary>
    public T[] Items;

    /// <summary>Number of items.</summary>
    public int Count;

    /// <summary>The items.</summary>
    public readonly Span<T> Span => Items.AsSpan(0, Count);

    /// <summary>Adds an item.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        if (Items is null || Count == Items.Length) Grow();
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Items!), Count++) = item;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow() => Array.Resize(ref Items, Math.Max(4, 2 * Count));
}
