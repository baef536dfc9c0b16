using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Debate.Core;

/// <summary>
/// Normalization Form C of Unicode (Standard Annex 15): texts that are canonically equivalent, such as a letter with its accent as one
/// character or as two, become one text. The tables are ours, of Unicode 15.1, because the runtime has none in invariant globalization,
/// where its own normalisation returns every text as it is.
/// </summary>
public static class Nfc
{
    private const char FirstNotInert = '\u0300';
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28, HangulCount = LeadCount * VowelCount * TrailCount;

    private static readonly Lazy<Tables> Unicode = new(Tables.Read);

    /// <summary>The text in Normalization Form C; halves of surrogate pairs become U+FFFD. Time is linear in the text, but for long runs of
    /// accents on one letter, which are sorted.</summary>
    public static string Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstNotInert, char.MaxValue)) return text;
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes()) Decompose(rune.Value, points);
        SortAccents(points);
        var composed = new StringBuilder(text.Length);
        foreach (var point in Compose(points)) composed.Append(new Rune(point));
        return composed.ToString();
    }

    private static void Decompose(int point, List<int> points)
    {
        if (point - HangulBase is >= 0 and < HangulCount and var syllable)
        {
            points.Add(LeadBase + syllable / (VowelCount * TrailCount));
            points.Add(VowelBase + syllable % (VowelCount * TrailCount) / TrailCount);
            if (syllable % TrailCount is > 0 and var trail) points.Add(TrailBase + trail);
        }
        else if (Unicode.Value.Parts.TryGetValue(point, out var parts))
            foreach (var part in parts) Decompose(part, points);
        else points.Add(point);
    }

    /// <summary>Sorts each run of combining characters by their classes, equal ones as they stood (Canonical Ordering).</summary>
    private static void SortAccents(List<int> points)
    {
        for (var start = 0; start < points.Count; start++)
        {
            if (ClassOf(points[start]) == 0) continue;
            var end = start + 1;
            while (end < points.Count && ClassOf(points[end]) != 0) end++;
            if (end - start > 1)
            {
                var sorted = points.GetRange(start, end - start).OrderBy(ClassOf).ToArray();
                for (var i = 0; i < sorted.Length; i++) points[start + i] = sorted[i];
            }
            start = end;
        }
    }

    /// <summary>Joins each starter with what follows it, unless a character between them blocks it (Canonical Composition).</summary>
    private static List<int> Compose(List<int> points)
    {
        var (composed, starter, last) = (new List<int>(points.Count), -1, 0);
        foreach (var point in points)
        {
            var own = ClassOf(point);
            var isBlocked = starter < 0 || (starter < composed.Count - 1 && (last == 0 || last >= own));
            if (!isBlocked && FindComposite(composed[starter], point) is { } composite)
            {
                composed[starter] = composite;
                continue;
            }
            if (own == 0) starter = composed.Count;
            last = own;
            composed.Add(point);
        }
        return composed;
    }

    private static int? FindComposite(int first, int second)
    {
        if (first - LeadBase is >= 0 and < LeadCount and var lead && second - VowelBase is >= 0 and < VowelCount and var vowel)
            return HangulBase + (lead * VowelCount + vowel) * TrailCount;
        if (first - HangulBase is >= 0 and < HangulCount and var syllable && syllable % TrailCount == 0
            && second - TrailBase is > 0 and < TrailCount and var trail) return first + trail;
        return Unicode.Value.Composites.TryGetValue((first, second), out var composite) ? composite : null;
    }

    private static int ClassOf(int point) => point < FirstNotInert ? 0 : Unicode.Value.Classes.GetValueOrDefault(point);

    /// <param name="Parts">What a character decomposes to, by one step.</param>
    /// <param name="Composites">What two characters compose to.</param>
    /// <param name="Classes">The combining classes that are not 0.</param>
    private sealed record Tables(
        FrozenDictionary<int, int[]> Parts, FrozenDictionary<(int, int), int> Composites, FrozenDictionary<int, int> Classes)
    {
        public static Tables Read()
        {
            using var stream = typeof(Nfc).Assembly.GetManifestResourceStream("unicode/nfc.txt")!;
            using var reader = new StreamReader(stream);
            var (parts, classes) = (new Dictionary<int, int[]>(), new Dictionary<int, int>());
            var composites = new Dictionary<(int, int), int>();
            foreach (var item in reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith('#')).SelectMany(line => line.Split(' ')))
                if (item.Split('=', '>', ':') is [var key, var value]) Add(item, key, value);
            return new(parts.ToFrozenDictionary(), composites.ToFrozenDictionary(), classes.ToFrozenDictionary());

            void Add(string item, string key, string value)
            {
                if (item.Contains(':', StringComparison.Ordinal))
                {
                    var range = Array.ConvertAll(key.Split('-'), ParseHex);
                    for (var at = range[0]; at <= range[^1]; at++) classes[at] = int.Parse(value, CultureInfo.InvariantCulture);
                    return;
                }
                var (point, to) = (ParseHex(key), Array.ConvertAll(value.Split('+'), ParseHex));
                parts[point] = to;
                if (item.Contains('=', StringComparison.Ordinal)) composites[(to[0], to[1])] = point;
            }
        }

        private static int ParseHex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
