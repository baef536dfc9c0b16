using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Debate.Architecture.Tests;

/// <summary>What is built is what was tested: versions are exact and declared in one place.</summary>
public sealed partial class PackageTests
{
    private const string Orleans = "10.4.2";

    private static readonly XDocument Central = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));

    private static IEnumerable<(string Package, string Version)> Versions => Central.Descendants("PackageVersion")
        .Select(e => (e.Attribute("Include")!.Value,
            e.Attribute("Version")!.Value.Replace("$(OrleansVersion)", Central.Descendants("OrleansVersion").Single().Value)));

    [Fact]
    public void Central_versions_are_exact()
    {
        Assert.NotEmpty(Versions);
        Assert.All(Versions, v => Assert.Matches(Exact(), v.Version));
    }

    [Fact]
    public void Orleans_is_one_version_everywhere()
    {
        var packages = Versions.Where(v => v.Package.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(packages);
        Assert.All(packages, v => Assert.Equal($"[{Orleans}]", v.Version));
        Assert.StartsWith(Orleans, typeof(Grain)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
    }

    [Fact]
    public void Lock_files_resolve_no_other_Orleans()
    {
        var locks = Repository.Files("packages.lock.json", "src", "client", "silo", "tests");
        Assert.NotEmpty(locks);
        foreach (var file in locks)
            foreach (Match match in LockedOrleans().Matches(File.ReadAllText(file)))
                Assert.True(match.Groups[1].Value.Split('-')[0] == Orleans, $"{Repository.Relative(file)}: {match.Value}");
    }

    [Fact]
    public void Projects_name_no_version_of_their_own()
    {
        foreach (var file in Repository.Files("*.csproj", "src", "client", "silo", "tests"))
            foreach (var reference in XDocument.Load(file).Descendants("PackageReference"))
                Assert.False(reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null,
                    $"{Repository.Relative(file)}: {reference}");
    }

    [GeneratedRegex(@"^\[[0-9][^,\[\]]*\]$")]
    private static partial Regex Exact();

    [GeneratedRegex("\"Microsoft\\.Orleans\\.[^\"]+\": \\{[^}]*?\"resolved\": \"([^\"]+)\"")]
    private static partial Regex LockedOrleans();
}
