using System.CommandLine;
using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Generators;
using Debate.Core.Input;
using Debate.Hosting;
using Debate.Cli.Input;
using Debate.Cli.Output;

namespace Debate.Cli.Graphs;

/// <summary>
/// <c>debate graph generate</c>: random frameworks of one kind; framework i of a call, counting from 0, uses the seed plus i.
/// </summary>
internal sealed class GenerateGraphs : Command
{
    private readonly Option<string> _kind = new("--kind") { Description = "The kind.", Required = true };
    private readonly Option<int> _count = new("--count") { Description = "How many.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _format = new("--format") { Description = "The format.", DefaultValueFactory = _ => Iccma.Format.Name };
    private readonly Option<string?> _out = new("--out")
    {
        Description = "A folder for the files KIND-SEED.FORMAT; without it one framework goes to stdout.",
        HelpName = "DIR",
    };
    private readonly Dictionary<string, Option<double?>> _parameters = new(StringComparer.Ordinal);

    public GenerateGraphs() : base("generate", "Make random frameworks of known kinds from a seed.")
    {
        _kind.AcceptOnlyFromAmong([.. FrameworkGenerators.All.Select(g => g.Name)]);
        _format.AcceptOnlyFromAmong([.. GraphFormats.WritableFormats.Select(f => f.Name)]);
        foreach (var option in new Option[] { _kind, _count, _format, _out }) Add(option);
        foreach (var uses in FrameworkGenerators.All.SelectMany(g => g.Parameters.Select(p => (g, p))).GroupBy(u => u.p.Name))
        {
            var about = string.Join("; ", uses.GroupBy(u => u.p, (p, kinds) =>
                FormattableString.Invariant($"{p.Description}, {p.Default} ({string.Join(", ", kinds.Select(k => k.g.Name))})")));
            Add(_parameters[uses.Key] = new Option<double?>($"--{uses.Key}") { Description = about, HelpName = "NUMBER" });
        }
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var kind = FrameworkGenerators.GetByName(parse.GetRequiredValue(_kind));
        var seed = parse.GetValue(CommonOptions.Seed) ?? RunIds.Default.CreateSeed();
        var (format, folder) = (GraphFormats.GetByName(parse.GetRequiredValue(_format)), parse.GetValue(_out));
        var count = parse.GetValue(_count);
        if (count < 1) throw new InputException($"--count {count}: it must be at least 1");
        if (folder is null && count > 1) throw new InputException($"--count {count}: more than one framework needs --out DIR");
        if (folder is null && terminal.IsJson) throw new InputException("--out: with -o json the framework needs a folder");
        var made = new List<GeneratedFile>();
        for (var i = 0; i < count; i++) made.Add(Generate(kind, GivenParameters(parse), seed + i, format, folder));
        if (terminal.IsJson) terminal.WriteJson(new { kind = kind.Name, seed, frameworks = made });
        else if (folder is null) terminal.Report($"{kind.Name}, seed {seed}: {made[0].Arguments} arguments, {made[0].Attacks} attacks");
        else foreach (var one in made) terminal.WriteLine($"{one.File}: {one.Arguments} arguments, {one.Attacks} attacks");
        return Exit.Ok;
    }

    private GeneratedFile Generate(FrameworkGenerator kind, Dictionary<string, double> given, long seed, GraphFormat format, string? folder)
    {
        var framework = kind.Generate(given, seed);
        var name = string.Create(CultureInfo.InvariantCulture, $"{kind.Name}-{seed}");
        var file = folder is null ? null : Path.Combine(folder, name + format.Extensions[0]);
        // The default format needs no names, so it does not need a copy of the framework with names.
        GraphOutput.Save(_out.Name, file, writer =>
        {
            if (format == Iccma.Format) Iccma.Write(framework, writer);
            else format.Write!(new ArgumentMap(name, ArgumentGraph.FromFramework(framework)), writer, Highlights.None);
        });
        return new(file, seed, framework.Count, framework.AttackCount);
    }

    private Dictionary<string, double> GivenParameters(ParseResult parse) => _parameters.Where(p => parse.GetValue(p.Value) is not null)
        .ToDictionary(p => p.Key, p => parse.GetValue(p.Value)!.Value, StringComparer.Ordinal);

    private sealed record GeneratedFile(string? File, long Seed, int Arguments, int Attacks);
}
