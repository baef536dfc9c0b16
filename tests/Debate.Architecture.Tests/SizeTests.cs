using System.Text.RegularExpressions;

namespace Debate.Architecture.Tests;

/// <summary>The size limits of files, and the constructs that no file may contain.</summary>
public sealed partial class SizeTests
{
    private static readonly string[] Product = ["src", "client", "silo"];

    [Fact]
    public void No_file_of_the_product_is_longer_than_350_lines()
    {
        var files = Repository.Files("*.cs", Product);
        Assert.True(files.Count > 100, $"{files.Count} files were found under {Repository.Root}");
        Assert.All(files, file => AtMost(350, file));
    }

    [Fact]
    public void Program_is_a_table_of_contents() => Assert.All(Repository.Files("Program.cs", Product), file => AtMost(25, file));

    [Fact]
    public void Readme_is_read_in_one_sitting()
    {
        var readme = Path.Combine(Repository.Root, "README.md");
        Assert.SkipUnless(File.Exists(readme), "there is no README.md yet");
        AtMost(150, readme);
    }

    [Fact]
    public void Each_grain_has_a_short_file_of_its_own()
    {
        var grains = Repository.Assemblies.SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(Grain)) && !t.IsAbstract)
            .ToArray();
        Assert.NotEmpty(grains);
        foreach (var grain in grains) AtMost(150, Assert.Single(Repository.Files($"{grain.Name}.cs", Product)));
    }

    [Fact]
    public void Mad_is_under_150_lines() => AtMost(149, Assert.Single(Repository.Files("Mad.cs", Product)));

    [Fact]
    public void Code_has_no_folds_no_promises_and_swallows_nothing()
    {
        foreach (var file in Repository.Files("*.cs", [.. Product, "tests"]))
            if (Forbidden().Match(File.ReadAllText(file)) is { Success: true } match)
                Assert.Fail($"{Repository.Relative(file)}: {match.Value}");
    }

    private static void AtMost(int lines, string file)
    {
        var count = File.ReadLines(file).Count();
        Assert.True(count <= lines, $"{Repository.Relative(file)} has {count} lines, at most {lines} may be");
    }

    // The brackets keep this line from matching itself.
    [GeneratedRegex(@"#[r]egion|\b[T]ODO\b|[N]otImplementedException|\b[c]atch\s*(\([^)]*\)\s*)?\{(\s|//[^\n]*\n)*\}")]
    private static partial Regex Forbidden();
}
