using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Debate.Argumentation.Sat;

/// <summary>A watched clause and one of its literals: while that one is true, the clause need not be read.</summary>
/// <param name="Clause">The clause's name in the arena.</param>
/// <param name="Blocker">The literal.</param>
internal readonly record struct Watch(int Clause, int Blocker);

/// <summary>A growing list without the checks of a <see cref="List{T}"/>; a struct, to sit in arrays.</summary>
internal struct Sequence<T>
{
    /// <summary>Room for the items.</summary>
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
