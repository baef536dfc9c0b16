using System.Reflection;
using System.Xml.Linq;

namespace Debate.Architecture.Tests;

/// <summary>The checkout that these tests were built from, and the assemblies built from it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The rooms: every project but tests.</summary>
    public static IReadOnlyList<Room> Rooms { get; } =
        [.. Files("*.csproj", "src", "client", "silo").Select(Room.Read).OrderBy(r => r.Name, StringComparer.Ordinal)];

    /// <summary>The built assemblies of the rooms, found next to these tests.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        .. Rooms.Select(r => Path.Combine(AppContext.BaseDirectory, r.AssemblyName + ".dll")).Where(File.Exists)
            .Select(file => Assembly.Load(Path.GetFileNameWithoutExtension(file))),
    ];

    /// <summary>The files in some folders of the repository, without build outputs; a missing folder has none.</summary>
    public static IReadOnlyList<string> Files(string pattern, params string[] folders) =>
    [
        .. folders.Select(f => Path.Combine(Root, f)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, pattern, SearchOption.AllDirectories))
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    public static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Debate.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Debate.sln.");
    }
}

/// <summary>A project as declared in its file.</summary>
/// <param name="Name">The project's name.</param>
/// <param name="AssemblyName">The name of its assembly.</param>
/// <param name="References">The projects it references.</param>
/// <param name="Packages">The packages it references.</param>
/// <param name="IsPure">Whether it declares itself a pure room.</param>
internal sealed record Room(string Name, string AssemblyName, IReadOnlyList<string> References, IReadOnlyList<string> Packages, bool IsPure)
{
    public static Room Read(string file)
    {
        var project = XDocument.Load(file);
        var name = Path.GetFileNameWithoutExtension(file);
        return new(
            name,
            project.Descendants("AssemblyName").FirstOrDefault()?.Value ?? name,
            [.. project.Descendants("ProjectReference")
                .Select(e => Path.GetFileNameWithoutExtension(e.Attribute("Include")!.Value.Replace('\\', '/')))],
            [.. project.Descendants("PackageReference").Select(e => e.Attribute("Include")!.Value)],
            project.Descendants("PureRoom").Any(e => e.Value == "true"));
    }
}
