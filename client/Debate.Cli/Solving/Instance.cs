using Debate.Argumentation.Certificates;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;
using Debate.Cli.Input;

namespace Debate.Cli.Solving;

/// <summary>A framework of a benchmark and the argument that its problems ask about.</summary>
/// <param name="Path">Its file.</param>
/// <param name="File">What the file holds.</param>
/// <param name="Argument">The file's name of the argument; null where the framework has none.</param>
internal sealed record Instance(string Path, FrameworkFile File, string? Argument)
{
    private static readonly string[] Extensions = [".af", ".apx", ".tgf"];

    /// <summary>Its name in tables.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The files of frameworks in a folder, in the order of their names.</summary>
    public static IReadOnlyList<string> In(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException($"folder '{folder}': there is none");
        var all = Directory.EnumerateFiles(folder).Where(f => Extensions.Contains(System.IO.Path.GetExtension(f)));
        string[] files = [.. all.Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new InputException($"folder '{folder}': no file in it ends in {string.Join(", ", Extensions)}");
        return files;
    }

    /// <summary>
    /// The framework of a file. The argument stands in a file of the same name that ends in .arg, as in ICCMA'23, with or without the
    /// framework's extension before it; where there is none, the seed draws it.
    /// </summary>
    public static Instance Read(string path, long seed)
    {
        var file = FrameworkFile.Read(path, Files.ReadBytes(path));
        var named = new[] { path + ".arg", System.IO.Path.ChangeExtension(path, ".arg") }.FirstOrDefault(System.IO.File.Exists);
        if (named is not null) return new(path, file, Files.Read(named).Trim());
        var count = file.Framework.Count;
        return new(path, file, count == 0 ? null : file.NameOf(Draws.Of(seed, System.IO.Path.GetFileName(path)).Below(count)));
    }

    /// <summary>How many arguments the grounded labelling leaves undecided.</summary>
    public int Left()
    {
        var grounded = new SetCheck(File.Framework, SetCheck.Grounded(File.Framework));
        return Enumerable.Range(0, File.Framework.Count).Count(a => !grounded.Holds(a) && !grounded.Attacks(a));
    }

    /// <summary>The query of a problem about it; null where the problem asks about an argument and there is none.</summary>
    public Query? Ask(string problem)
    {
        var query = Query.Parse(problem);
        if (!Query.NeedsArgument(query.Kind)) return query;
        return Argument is null ? null : query with { Argument = File.Find(Argument) };
    }
}
