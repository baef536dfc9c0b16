using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Debate.Argumentation.Formats;

/// <summary>
/// Names of arguments as slices of the file's bytes, numbered in the order of first mention, in a hash table with open addressing. A name
/// may be used before it is declared; <see cref="FirstUndeclared"/> finds the first that is never declared. A name that the file writes
/// with escapes is kept behind the bytes, as if they went on.
/// </summary>
internal sealed class NameTable(byte[] bytes)
{
    /// <summary>What is wrong with a name that cannot be decoded.</summary>
    public const string NotUtf8 = "a name is not UTF-8; save the file as UTF-8";

    private readonly List<byte> _unescaped = [];
    private (int Start, int Length, int At, bool Declared)[] _slices = new (int, int, int, bool)[16];
    private int[] _slots = new int[64];

    /// <summary>Number of names.</summary>
    public int Count { get; private set; }

    /// <summary>The first name that is used but not declared; -1 if there is none.</summary>
    public int FirstUndeclared => Array.FindIndex(_slices, 0, Count, s => !s.Declared);

    /// <summary>Where a name is first used.</summary>
    public int OffsetOf(int argument) => _slices[argument].At;

    /// <summary>The name of an argument.</summary>
    public string NameOf(int argument) => Encoding.UTF8.GetString(this[argument]);

    /// <summary>Whether a text can be a name: not empty, without control or invisible characters but tabs and line feeds.</summary>
    public static bool IsName(string text) => IsValidName(Encoding.UTF8.GetBytes(text));

    /// <summary>The name of an argument, in UTF-8.</summary>
    public ReadOnlySpan<byte> this[int argument] => Slice(_slices[argument].Start, _slices[argument].Length);

    /// <summary>The slice of a name that the file's slice writes with backslashes before quotes and backslashes, and \n for a line
    /// feed.</summary>
    public (int Start, int Length) Unescape((int Start, int Length) slice)
    {
        var escaped = Slice(slice.Start, slice.Length);
        var start = _unescaped.Count;
        for (var i = 0; i < escaped.Length; i++)
            _unescaped.Add(escaped[i] != '\\' || i + 1 == escaped.Length ? escaped[i]
                : escaped[++i] == 'n' ? (byte)'\n' : escaped[i]);
        return (bytes.Length + start, _unescaped.Count - start);
    }

    /// <summary>The argument that the slice names, added if the name is new; -1 if the slice is not a valid name.</summary>
    public int GetOrAdd((int Start, int Length) slice) => GetOrAdd(slice, slice.Start);

    /// <summary>As <see cref="GetOrAdd((int, int))"/>, for a name that stands in the file at an offset.</summary>
    public int GetOrAdd((int Start, int Length) slice, int at)
    {
        var name = Slice(slice.Start, slice.Length);
        if (Find(name) is >= 0 and var known) return known;
        if (!IsValidName(name)) return -1;
        if (Count == _slices.Length) Array.Resize(ref _slices, Count * 2);
        _slices[Count] = (slice.Start, slice.Length, at, false);
        Count++;
        if (Count * 2 > _slots.Length) ResizeSlots();
        else InsertSlot(Count - 1);
        return Count - 1;
    }

    /// <summary>As <see cref="GetOrAdd"/>, and declares the argument.</summary>
    public int Declare((int Start, int Length) slice) => Declare(slice, slice.Start);

    /// <summary>As <see cref="Declare((int, int))"/>, for a name that stands in the file at an offset.</summary>
    public int Declare((int Start, int Length) slice, int at)
    {
        var argument = GetOrAdd(slice, at);
        if (argument >= 0) _slices[argument].Declared = true;
        return argument;
    }

    /// <summary>The bytes of a slice.</summary>
    public ReadOnlySpan<byte> this[(int Start, int Length) slice] => Slice(slice.Start, slice.Length);

    /// <summary>The argument with that name; -1 if there is none.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (var slot = HashSlot(name); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            var argument = _slots[slot] - 1;
            if (argument < 0 || this[argument].SequenceEqual(name)) return argument;
        }
    }

    private void ResizeSlots()
    {
        _slots = new int[_slots.Length * 4];
        for (var argument = 0; argument < Count; argument++) InsertSlot(argument);
    }

    private void InsertSlot(int argument)
    {
        var slot = HashSlot(this[argument]);
        while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
        _slots[slot] = argument + 1;
    }

    // HashCode is randomly seeded per process, so a file cannot be crafted to cause collisions.
    private int HashSlot(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode() & (_slots.Length - 1);
    }

    private ReadOnlySpan<byte> Slice(int start, int length) => start < bytes.Length
        ? bytes.AsSpan(start, length) : CollectionsMarshal.AsSpan(_unescaped).Slice(start - bytes.Length, length);

    // No control or invisible characters but blanks of a quoted name; plain ASCII skips the category lookup.
    private static bool IsValidName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return false;
        for (var rest = name; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf8(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done) return false;
            if (rune.Value is (< 0x20 and not ('\t' or '\n')) or 0x7F
                || (rune.Value > 0x7F && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
                    or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)) return false;
            rest = rest[used..];
        }
        return true;
    }
}
