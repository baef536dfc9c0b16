using System.Globalization;
using System.Numerics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Competition;

/// <summary>Parses the output of a solver of the competitions, ours or another, so that it can be checked.</summary>
public static class AnswerReader
{
    /// <summary>The answer in <paramref name="text"/>; null if it is not a possible answer to the query.</summary>
    public static Answer? Read(QueryKind kind, string text, FrameworkFile file)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0) return null;
        try
        {
            return kind switch
            {
                QueryKind.SomeExtension => lines[0] == "NO" ? new(false) : ReadSet(lines[0], file) is { } set ? new(true, set) : null,
                QueryKind.Extensions => ReadExtensions(lines, file),
                QueryKind.Count => BigInteger.TryParse(lines[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    ? new(true, Count: count) : null,
                _ => lines[0] is "YES" or "NO" ? new(lines[0] == "YES", lines.Length > 1 ? ReadSet(lines[1], file) : null) : null,
            };
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static Answer? ReadExtensions(string[] lines, FrameworkFile file)
    {
        IReadOnlyList<IReadOnlyList<int>?> sets = lines is ["NO"] ? [] : [.. lines.Select(l => ReadSet(l, file))];
        return sets.Any(s => s is null) ? null : new(sets.Count > 0, Extensions: [.. sets.OfType<IReadOnlyList<int>>()], Count: sets.Count);
    }

    private static List<int>? ReadSet(string line, FrameworkFile file)
    {
        string[] terms = [.. file.SplitTerms(line)];
        return terms is ["w", .. var names] ? [.. names.Select(file.GetArgument).Order()] : null;
    }
}
