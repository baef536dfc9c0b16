using System.Text.RegularExpressions;

namespace Debate.EndToEnd.Tests.Documents;

/// <summary>A page of the documentation and the examples in its indented blocks.</summary>
internal sealed partial class DocumentPage
{
    private const string Tool = "debate ";
    private const string BuiltTool = "dotnet run --project client/Debate.Cli -c Release -- ";

    private DocumentPage(string name, string[][] blocks) => (Name, Blocks) = (name, blocks);

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>README and the pages under docs/, by their place in the repository.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Order(StringComparer.Ordinal)
        .Select(file => Path.GetRelativePath(Root, file)).Prepend("README.md");

    /// <summary>The page's place in the repository.</summary>
    public string Name { get; }

    /// <summary>The indented blocks, without their indentation.</summary>
    public IReadOnlyList<string[]> Blocks { get; }

    /// <summary>The command lines of the tool, each as its words after the tool's name.</summary>
    public IEnumerable<string[]> Commands => Lines.Select(FindArguments).OfType<string>().Select(Words);

    /// <summary>The lines that call the server, each as its words after <c>curl</c>.</summary>
    public IEnumerable<string[]> Calls =>
        Lines.Where(line => line.StartsWith("curl ", StringComparison.Ordinal)).Select(line => Words(line[5..]));

    private IEnumerable<string> Lines => Blocks.SelectMany(block => block).Select(line => line.Trim('│', ' '));

    /// <summary>Reads a page.</summary>
    public static DocumentPage Read(string name)
    {
        var blocks = new List<List<string>>();
        var isInside = false;
        foreach (var line in File.ReadLines(Path.Combine(Root, name)))
        {
            var isIndented = line.StartsWith("    ", StringComparison.Ordinal);
            if (isIndented && !isInside) blocks.Add([]);
            isInside = isIndented;
            if (isIndented) blocks[^1].Add(line[4..]);
        }
        return new(name, [.. blocks.Select(block => block.ToArray())]);
    }

    private static string? FindArguments(string line) => line.StartsWith(Tool, StringComparison.Ordinal) ? line[Tool.Length..]
        : line.StartsWith(BuiltTool, StringComparison.Ordinal) ? line[BuiltTool.Length..] : null;

    /// <summary>The words of a line as a shell sees them: quotes of both kinds hold a word together.</summary>
    private static string[] Words(string line) =>
        [.. Word().Matches(line).Select(m => Quote().Replace(m.Value, quoted => quoted.Value[1..^1]))];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Debate.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("""(?:[^\s"']|"[^"]*"|'[^']*')+""")]
    private static partial Regex Word();

    [GeneratedRegex("""
        "[^"]*"|'[^']*'
        """)]
    private static partial Regex Quote();
}
