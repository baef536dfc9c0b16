using System.Text.RegularExpressions;
using Debate.Architecture.Tests.Golden;
using Debate.Models;
using Debate.Tournaments;

namespace Debate.Architecture.Tests;

/// <summary>What README and docs/ show is what the tool understands.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages => [.. Repository.Files("*.md", "docs").Append(Path.Combine(Repository.Root, "README.md"))
        .Select(Repository.Relative)];

    [Fact]
    public void Every_command_is_understood()
    {
        var commands = Pages.SelectMany(page => Blocks(page.Data)).Select(line => line.Trim())
            .Where(line => line.StartsWith("debate ", StringComparison.Ordinal)).ToArray();
        Assert.True(commands.Length > 20, $"{commands.Length} commands were found");
        Assert.All(commands, line => Assert.Empty(CommandLine.Root().Parse(Words(line).Skip(1).ToArray())
            .Errors.Select(e => $"{line}: {e.Message}")));
    }

    [Fact]
    public void Every_configuration_is_read()
    {
        var models = Yaml("docs/models.md", "models:");
        Assert.NotEmpty(ModelConfiguration.Read(models, "docs/models.md").Models);
        Assert.NotEmpty(ModelConfiguration.Read(Yaml("README.md", "models:"), "README.md").Models);
        Assert.NotEmpty(ModelConfiguration.Read($"{models}\n{Yaml("docs/rewards.md", "rewards:")}", "docs/rewards.md").Rewards.Profiles);
    }

    [Fact]
    public void The_tournament_is_read() =>
        Assert.Equal("town-hall", TournamentSpecReader.Read(Yaml("docs/tournaments.md", "name:"), "docs/tournaments.md").Name);

    [Theory, MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var links = Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))).Select(m => m.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(folder, link)), $"{page} links to {link}"));
    }

    /// <summary>The lines of a page that stand in blocks of code.</summary>
    private static IEnumerable<string> Blocks(string page) =>
        File.ReadLines(Path.Combine(Repository.Root, page)).Where(line => line.StartsWith("    ", StringComparison.Ordinal));

    /// <summary>The block that begins with a field.</summary>
    private static string Yaml(string page, string first) => string.Join('\n', File.ReadLines(Path.Combine(Repository.Root, page))
        .SkipWhile(line => line.TrimEnd() != $"    {first}" && !line.StartsWith($"    {first} ", StringComparison.Ordinal))
        .TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line[4..]));

    private static IEnumerable<string> Words(string line) =>
        Word().Matches(line).Select(m => m.Value.Replace("\"", "", StringComparison.Ordinal));

    [GeneratedRegex("(?:[^ \"]|\"[^\"]*\")+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\]\(([^)#]+)")]
    private static partial Regex Link();
}
