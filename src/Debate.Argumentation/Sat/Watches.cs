using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Debate.Argumentation.Sat;

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
