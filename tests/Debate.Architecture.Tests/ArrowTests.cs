namespace Debate.Architecture.Tests;

/// <summary>Which room may reference which: the arrows of the architecture, checked in project files and in the built assemblies.</summary>
public sealed class ArrowTests
{
    private static readonly string[] Pure =
    [
        "Debate.Core", "Debate.Argumentation", "Debate.Deliberation", "Debate.Networks", "Debate.Rewards", "Debate.Tournaments", "Debate.Training",
    ];

    /// <summary>The allowed references of each room; a room that is not listed yet has none.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Debate.Core"] = [],
        ["Debate.Argumentation"] = ["Debate.Core"],
        ["Debate.Deliberation"] = ["Debate.Argumentation"],
        ["Debate.Networks"] = ["Debate.Core"],
        ["Debate.Rewards"] = ["Debate.Deliberation", "Debate.Networks"],
        ["Debate.Tournaments"] = ["Debate.Deliberation"],
        ["Debate.Training"] = ["Debate.Networks", "Debate.Tournaments"],
        ["Debate.Models"] = ["Debate.Deliberation"],
        ["Debate.Llama"] = ["Debate.Models"],
        ["Debate.Programs"] = ["Debate.Deliberation"],
        ["Debate.Storage"] = ["Debate.Deliberation"],
        ["Debate.Runtime"] = ["Debate.Rewards"],
        ["Debate.Contracts"] = ["Debate.Deliberation"],
        ["Debate.Grains"] = ["Debate.Contracts", "Debate.Runtime"],
        ["Debate.Hosting"] = ["Debate.Grains", "Debate.Llama", "Debate.Models", "Debate.Programs", "Debate.Storage", "Debate.Tournaments"],
        ["Debate.Silo"] = ["Debate.Hosting"],
        ["Debate.Client"] = ["Debate.Contracts", "Debate.Rewards", "Debate.Tournaments"],
        ["Debate.Cli"] = ["Debate.Client", "Debate.Hosting", "Debate.Silo", "Debate.Training"],
        ["Debate.Solve"] = ["Debate.Argumentation"],
        ["WhyNot"] = ["Debate.Client"],
        ["Leaderboard"] = ["Debate.Client"],
    };

    public static TheoryData<string> Rooms => [.. Repository.Rooms.Select(r => r.Name)];

    public static TheoryData<string> Built => [.. Repository.Assemblies.Select(a => a.GetName().Name!)];

    [Theory, MemberData(nameof(Rooms))]
    public void Project_references_only_rooms_that_an_arrow_leads_to(string name)
    {
        Assert.True(Arrows.TryGetValue(name, out var allowed), $"{name} is a room without arrows: say in ArrowTests what it may see");
        var room = Repository.Rooms.Single(r => r.Name == name);
        Assert.Empty(room.References.Except(allowed!));
    }

    [Theory, MemberData(nameof(Built))]
    public void Assembly_references_only_rooms_that_arrows_lead_to(string assemblyName)
    {
        var name = Repository.Rooms.Single(r => r.AssemblyName == assemblyName).Name;
        var assembly = Repository.Assemblies.Single(a => a.GetName().Name == assemblyName);
        var rooms = Repository.Rooms.ToDictionary(r => r.AssemblyName, r => r.Name, StringComparer.Ordinal);
        var seen = assembly.GetReferencedAssemblies().Select(a => rooms.GetValueOrDefault(a.Name!)).OfType<string>();
        Assert.Empty(seen.Except(Reachable(name)));
    }

    [Fact]
    public void Every_room_that_others_build_on_was_looked_at() =>
        Assert.Superset(
            new HashSet<string> { "Debate.Core", "Debate.Argumentation", "Debate.Deliberation", "Debate.Tournaments", "Debate.Models", "Debate.Contracts",
                "Debate.Grains", "Debate.Hosting", "debate" },
            Repository.Assemblies.Select(a => a.GetName().Name!).ToHashSet());

    [Fact]
    public void Grains_see_no_models_however_indirectly() => Assert.DoesNotContain("Debate.Models", Reachable("Debate.Grains"));

    [Fact]
    public void Pure_rooms_say_so_and_nobody_else_does() =>
        Assert.Equal(Repository.Rooms.Select(r => r.Name).Intersect(Pure), Repository.Rooms.Where(r => r.IsPure).Select(r => r.Name));

    [Fact]
    public void Pure_rooms_know_neither_Orleans_nor_a_web_server()
    {
        foreach (var room in Repository.Rooms.Where(r => r.IsPure))
        {
            var assembly = Repository.Assemblies.Single(a => a.GetName().Name == room.AssemblyName);
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), a => IsHost(a.Name!));
            Assert.DoesNotContain(room.Packages, IsHost);
        }
    }

    /// <summary>The tool drives runs with these: their projects and all that they reference name neither.</summary>
    [Theory]
    [InlineData("Debate.Runtime")]
    [InlineData("Debate.Storage")]
    [InlineData("Debate.Models")]
    public void What_drives_runs_without_a_cluster_knows_neither_Orleans_nor_a_web_server(string name)
    {
        foreach (var room in Repository.Rooms.Where(r => r.Name == name || Reachable(name).Contains(r.Name)))
        {
            var assembly = Repository.Assemblies.Single(a => a.GetName().Name == room.AssemblyName);
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), a => IsHost(a.Name!));
            Assert.DoesNotContain(room.Packages, IsHost);
        }
    }

    /// <summary>A protocol runs under a scripted context without a cluster, so tests of protocols reference a single room.</summary>
    [Fact]
    public void Tests_of_protocols_need_no_Orleans()
    {
        var tests = Room.Read(Path.Combine(Repository.Root, "tests", "Debate.Deliberation.Tests", "Debate.Deliberation.Tests.csproj"));
        Assert.Equal(["Debate.Deliberation"], tests.References);
        Assert.DoesNotContain(tests.Packages, IsHost);
    }

    private static bool IsHost(string name) => name.StartsWith("Orleans", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);

    private static HashSet<string> Reachable(string room)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([room]);
        while (open.TryPop(out var at))
            foreach (var next in Arrows[at])
                if (reached.Add(next)) open.Push(next);
        return reached;
    }
}
