namespace Debate.Architecture.Tests.Golden;

/// <summary>
/// Names that users, files, scripts or dashboards know, as text in the repository: a diff of it is what a change takes from them.
/// DEBATE_GOLDEN=write writes the files anew.
/// </summary>
internal static class GoldenFile
{
    private const string Folder = "tests/Debate.Architecture.Tests/Golden/Names";
    private const string Rewrite =
        "DEBATE_GOLDEN=write tests/Debate.Architecture.Tests/bin/Debug/net10.0/Debate.Architecture.Tests -class '*GoldenTests'";

    /// <summary>Compares; a name that went is a promise broken, one that came is to be read and written down.</summary>
    public static void Check(string name, IEnumerable<string> found)
    {
        var path = Path.Combine(Repository.Root, Folder, name);
        string[] lines = [.. found.SelectMany(l => l.Split('\n'))];
        if (Environment.GetEnvironmentVariable("DEBATE_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Concat(lines.Select(l => l + "\n")));
            return;
        }
        var known = File.Exists(path) ? File.ReadAllLines(path) : [];
        Assert.True(known.SequenceEqual(lines), Difference(name, known, lines));
    }

    private static string Difference(string name, string[] known, string[] found)
    {
        string[] changes = [.. Without(known, found).Select(l => $"  gone  {l}"), .. Without(found, known).Select(l => $"  new   {l}")];
        return string.Join('\n', [
            $"{Folder}/{name}: {(changes.Length == 0 ? "the order changed" : "names that users see changed")}", .. changes.Take(60),
            .. changes.Length > 60 ? [$"  ... {changes.Length - 60} more"] : (string[])[], "Where that is meant:", $"  {Rewrite}",
        ]);
    }

    // As often as a line stands there, for the same line may be gone from one of two places.
    private static IEnumerable<string> Without(string[] lines, string[] others)
    {
        var left = others.CountBy(l => l).ToDictionary();
        foreach (var line in lines)
            if (left.GetValueOrDefault(line) is var count and > 0) left[line] = count - 1;
            else yield return line;
    }
}
