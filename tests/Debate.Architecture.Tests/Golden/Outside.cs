using System.Text.RegularExpressions;

namespace Debate.Architecture.Tests.Golden;

/// <summary>Names in what is not C#: clients in Python, deployment, dashboards.</summary>
internal static partial class Outside
{
    private static readonly string[] Deployed = ["*.yaml", "*.yml", "*.sh", "*.md", "Dockerfile"];

    public static IEnumerable<string> Python() => Repository.Files("*.py", "client/python").SelectMany(file =>
        new[] { $"# {Path.GetFileName(file)}" }
            .Concat(Definition().Matches(File.ReadAllText(file)).Select(m => m.Value.TrimEnd(':')))
            .Concat(Word().Matches(Docstring().Replace(File.ReadAllText(file), "")).Select(m => $"  {m.Groups[1].Value}").Distinct()));

    /// <summary>The metrics and tags that the dashboards ask for.</summary>
    public static IEnumerable<string> Dashboards() => Repository.Files("*.json", "deploy").SelectMany(file =>
        Expression().Matches(File.ReadAllText(file)).Select(m => $"{Path.GetFileName(file)}: {m.Groups[1].Value}"));

    public static IEnumerable<string> Variables() => Deployed.SelectMany(pattern => Repository.Files(pattern, "deploy"))
        .Append(Path.Combine(Repository.Root, "docker-compose.yml")).Append(Path.Combine(Repository.Root, "README.md"))
        .Concat(Repository.Files("*.md", "docs"))
        .SelectMany(file => Variable().Matches(File.ReadAllText(file)).Select(m => $"{Repository.Relative(file)}: {m.Value}"))
        .Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^(async )?def [^_\n][^\n]*|^class [^_\n][^\n]*", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex("\"\"\".*?\"\"\"", RegexOptions.Singleline)]
    private static partial Regex Docstring();

    // Fields, paths and variables; not the sentences.
    [GeneratedRegex("""["']([\w/-]+)["']""")]
    private static partial Regex Word();

    [GeneratedRegex("\"(?:expr|query)\": \"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\bDEBATE_[A-Z0-9_]+\b|\bOTEL_[A-Z0-9_]+\b")]
    private static partial Regex Variable();
}
