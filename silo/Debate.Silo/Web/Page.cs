using System.Buffers.Text;
using System.Text.Json;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Silo.Web;

/// <summary>A page of a list: what stands in it, and where the list goes on.</summary>
/// <param name="Items">The items, in the list's order; never more than the limit.</param>
/// <param name="Next">The value of <c>cursor</c> for the next page; absent where this is the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>
    /// The page of items that were asked for with one more than the limit: that one only tells that the list goes on.
    /// </summary>
    /// <param name="found">The items, at most one more than <paramref name="limit"/>.</param>
    /// <param name="limit">The most items of a page.</param>
    /// <param name="place">The cursor after an item.</param>
    public static Page<T> Cut(IReadOnlyList<T> found, int limit, Func<T, string> place) => found.Count <= limit
        ? new(found, null) : new([.. found.Take(limit)], place(found[limit - 1]));
}

/// <summary>The bounds of <c>limit</c>, the same for all lists.</summary>
internal static class PageLimit
{
    /// <summary>The most items of a page where the caller does not say.</summary>
    public const int Default = 100;

    /// <summary>The most that a caller may ask for.</summary>
    public const int Max = 1000;
}

/// <summary>
/// Where a list goes on: the place of the last item that was sent, in the list's own order, so that what comes and goes meanwhile moves
/// nothing. Opaque to callers, and bound to the list and its filters: elsewhere it would skip or repeat items without a word.
/// </summary>
internal static class Cursor
{
    private const int MaxLength = 2000;

    /// <summary>A cursor.</summary>
    /// <param name="list">The list with the filters that choose its items.</param>
    /// <param name="place">What tells the place of the last item.</param>
    public static string Write(string list, params string[] place) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string[]>([Mark(list), .. place]));

    /// <summary>The place that a cursor tells; throws <see cref="InputException"/> where it is none of this list.</summary>
    /// <param name="list">The list with the filters that choose its items.</param>
    /// <param name="cursor">What the caller sent.</param>
    /// <param name="parts">How many texts a place of this list has.</param>
    public static IReadOnlyList<string> Read(string list, string cursor, int parts)
    {
        var place = Decode(cursor);
        if (place?.Length != parts + 1)
            throw new ValidationError("cursor", cursor, "must be the 'next' of a page of this list").ToException("");
        return place[0] == Mark(list) ? place[1..] : throw new ValidationError(
            "cursor", cursor, "is of another list, or of one with other filters; send it with the same ones").ToException("");
    }

    private static string Mark(string list) => Digest.Hash128("cursor", list)[..8];

    private static string[]? Decode(string cursor)
    {
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor)) return null;
        try
        {
            var place = JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(cursor));
            return place?.All(part => part is not null) == true ? [.. place.OfType<string>()] : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
