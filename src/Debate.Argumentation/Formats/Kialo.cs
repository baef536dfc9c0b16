using System.Globalization;
using System.Text.RegularExpressions;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The text in which Kialo exports a discussion: a line <c>Discussion Title:</c> (or <c>Name</c>), then each claim on a line that begins
/// with its number, such as <c>1.2. Con:</c>, under the claim whose number it continues; further lines belong to the claim above. A pro
/// supports that claim, a con attacks it. A claim that says only <c>-&gt; See 1.1.</c> is that other claim standing here too, and becomes a
/// relation of it; such a reference within a text stays text and is counted. Numbers are the ids, and the theses are what is debated.
/// </summary>
public static partial class Kialo
{
    private const string Rule = "a Kialo export begins with 'Discussion Title:' and has claims such as '1.1. Pro: text'";

    /// <summary>Kialo's text export; read-only.</summary>
    public static GraphFormat Format { get; } = new("kialo", ".txt") { Read = (file, text, _) => Read(file, text) };

    /// <summary>The map in <paramref name="text"/>. Malformed text is an <see cref="InputException"/> with file, line and rule.</summary>
    public static ArgumentMap Read(string file, string text)
    {
        var (title, claims) = ReadClaims(file, text);
        var (builder, ids) = (new ArgumentGraphBuilder(), new Dictionary<string, KialoClaim>(StringComparer.Ordinal));
        foreach (var claim in claims)
        {
            if (!ids.TryAdd(claim.Id, claim)) throw Error(file, claim.Line, $"claim {claim.Id} is there twice");
            if (claim.Target is null) builder.AddArgument(claim.Id, claim.Text);
        }
        var (references, lost) = (new List<string>(), new List<string>());
        foreach (var claim in claims)
        {
            if (claim.Target is null) references.AddRange(Reference().Matches(claim.Text).Select(m => m.Groups[1].Value));
            if (claim.Parent is null) continue;
            var (from, to) = (Resolve(ids, claim.Id), Resolve(ids, claim.Parent));
            if (!ids.ContainsKey(claim.Parent))
                throw Error(file, claim.Line, $"claim {claim.Id} is about {claim.Parent}, which is not there");
            if (from is null || to is null) lost.Add(claim.Id);
            else if (claim.IsPro) builder.AddSupport(from, to);
            else builder.AddAttack(from, to);
        }
        return new ArgumentMap(Path.GetFileNameWithoutExtension(file), builder.Build())
        {
            Title = title,
            Motions = [.. claims.Where(c => c.Parent is null && c.Target is null).Select(c => c.Id)],
            Notes =
            [
                .. Count("reference", references, all => $"to {all}"),
                .. Count("relation", lost, all => $"of {all}, as it refers to no claim"),
            ],
        };
    }

    private static (string Title, List<KialoClaim> Claims) ReadClaims(string file, string text)
    {
        var (title, claims, number) = ((string?)null, new List<KialoClaim>(), 0);
        foreach (var raw in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            number++;
            var line = raw.Trim().ToString();
            if (line.Length == 0) continue;
            if (title is null)
                title = Head().Match(line) is { Success: true } head ? head.Groups[1].Value : throw Error(file, number, Rule);
            else if (Claim().Match(line) is { Success: true } found && IsNext(found, claims))
                claims.Add(KialoClaim.Read(found, number));
            else if (claims.Count == 0) throw Error(file, number, Rule);
            else claims[^1] = claims[^1] with { Text = $"{claims[^1].Text}\n{line}" };
        }
        return title is null ? throw Error(file, 1, Rule) : (title.Length == 0 ? Path.GetFileNameWithoutExtension(file) : title, claims);
    }

    // A numbered list inside a text is no thesis: theses are numbered one after the other.
    private static bool IsNext(Match found, List<KialoClaim> claims) => found.Groups[2].Success
        || (!found.Groups[1].Value.Contains('.', StringComparison.Ordinal)
            && found.Groups[1].Value == (claims.Count(c => c.Parent is null) + 1).ToString(CultureInfo.InvariantCulture));

    // A claim that stands for another is that one, however many steps away; null if it is none that is there.
    private static string? Resolve(Dictionary<string, KialoClaim> claims, string id)
    {
        for (var step = 0; step <= claims.Count; step++)
        {
            if (!claims.TryGetValue(id, out var claim)) return null;
            if (claim.Target is null) return id;
            id = claim.Target;
        }
        return null;
    }

    private static IEnumerable<string> Count(string what, List<string> ids, Func<string, string> about)
    {
        if (ids.Count == 0) yield break;
        var number = ids.Count.ToString(CultureInfo.InvariantCulture);
        yield return $"{number} {what}{(ids.Count == 1 ? "" : "s")} {about(string.Join(", ", ids.Distinct()))}";
    }

    private static InputException Error(string file, int line, string rule) => new($"{file}: line {line}: {rule}");

    [GeneratedRegex(@"\ADiscussion (?:Title|Name):\s*(.*)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex(@"\A(\d+(?:\.\d+)*)\.\s+(?:(Pro|Con):\s*)?(.*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Claim();

    [GeneratedRegex(@"->\s*See\s+(\d+(?:\.\d+)*)", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\A->\s*See\s+(\d+(?:\.\d+)*)\.?\z", RegexOptions.CultureInvariant)]
    internal static partial Regex WholeReference();
}

/// <summary>A claim of a discussion; one that only refers to another has that one as its target.</summary>
internal sealed record KialoClaim(string Id, string? Parent, bool IsPro, string Text, string? Target, int Line)
{
    public static KialoClaim Read(Match found, int line)
    {
        var (id, text) = (found.Groups[1].Value, found.Groups[3].Value);
        var cut = id.LastIndexOf('.');
        var target = Kialo.WholeReference().Match(text) is { Success: true } reference ? reference.Groups[1].Value : null;
        return new(id, cut < 0 ? null : id[..cut], found.Groups[2].Value == "Pro", text, target, line);
    }
}
