using System.CommandLine;
using System.Text;
using Debate.Argumentation.Formats;
using Debate.Argumentation;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Records;
using Debate.Core.Input;
using Debate.Solve;

namespace Debate.Cli.Graphs;

/// <summary>A map with what a picture of it shows, and the run that argued with it; null if it is from a file.</summary>
internal sealed record GraphSource(ArgumentMap Map, Highlights Highlights, RunRecord? Run = null);

/// <summary>
/// The map that a verb of <c>debate graph</c> works on: a FILE, or <c>-f FILE</c>; <c>-</c> is stdin; where there is no file of that name,
/// the graph that the RUN of that id argued with. The file's extension determines the format unless <c>--input-format</c> is given.
/// </summary>
internal sealed class GraphInput
{
    private const string Stdin = "-";

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = $"The map ({string.Join(", ", GraphFormats.ReadableExtensions)}); - for stdin; or the id of a run that argued with "
            + "one.",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "FILE|RUN",
    };
    private readonly Option<string?> _named = new("-f", "--file") { Description = "The same, as an option.", HelpName = "FILE" };
    private readonly Option<string?> _format = new("--input-format") { Description = "Its format, where the extension does not tell it." };
    private readonly Option<string> _rephrases = new("--rephrases")
    {
        Description = "AIF: whether statements that rephrase each other stay apart (ignored) or are one argument (merged).",
        DefaultValueFactory = _ => "ignored",
    };

    public GraphInput()
    {
        _format.AcceptOnlyFromAmong([.. GraphFormats.ReadableFormats.Select(f => f.Name)]);
        _rephrases.AcceptOnlyFromAmong("ignored", "merged");
    }

    /// <summary>Adds the argument and the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_file);
        foreach (var option in new Option[] { _named, _format, _rephrases }) command.Add(option);
        EncodingOption.AddTo(command);
    }

    /// <summary>The map; throws <see cref="InputException"/> if none is given or it cannot be read.</summary>
    public async Task<GraphSource> ReadAsync(ParseResult parse)
    {
        var name = Name(parse);
        return name == Stdin || File.Exists(name) || parse.GetValue(_named) is not null || parse.GetValue(_format) is not null
            || GraphFormats.CanRead(name) ? new(ReadFile(parse, name), Highlights.None) : await ReadRunAsync(parse, name);
    }

    private ArgumentMap ReadFile(ParseResult parse, string file)
    {
        var options = new AifOptions(Enum.Parse<Rephrase>(parse.GetRequiredValue(_rephrases), ignoreCase: true));
        var format = parse.GetValue(_format) is { } name ? GraphFormats.GetByName(name) : FormatOf(file);
        return format.Read!(file, file == Stdin ? Files.ReadStdin(parse) : Files.Read(file, parse), options);
    }

    private static async Task<GraphSource> ReadRunAsync(ParseResult parse, string name)
    {
        var workspace = Workspace.Read(parse);
        await using var journal = workspace.OpenToRead();
        var id = TryParseId(name);
        if (id is null || await journal.FindSummaryAsync(id.Value) is null)
            throw new InputException($"FILE '{name}': there is no such file, and no run of that id in {workspace.Location}");
        var run = await RunTree.ReadAsync(journal, id.Value);
        return RunGraph.Find(run) is { } graph ? new(graph.Map, graph.Highlights, run) : throw new InputException(
            $"run '{name}': it argued with no graph (its protocol is {run.Definition.Protocol}); argmed, claim and evidence debates do");
    }

    private static DeliberationId? TryParseId(string name)
    {
        try
        {
            return DeliberationId.Parse(name);
        }
        catch (InputException)
        {
            return null;
        }
    }

    private string Name(ParseResult parse)
    {
        var (file, named) = (parse.GetValue(_file), parse.GetValue(_named));
        if (file is not null && named is not null) throw new InputException($"FILE '{file}' and --file '{named}': give one of them");
        return file ?? named ?? throw new InputException("FILE: give a map to read, or - for stdin");
    }

    private static GraphFormat FormatOf(string file) => file == Stdin
        ? throw new InputException("--input-format: stdin has no extension, so the format must be given")
        : GraphFormats.GetReadFormat(file);
}

/// <summary>The destination of a map: a file or stdout, in a writable format.</summary>
internal sealed class GraphOutput
{
    private readonly Option<string?> _format = new("--format")
    {
        Description = "The format; where it is not given, that of --out's extension.",
    };
    private readonly Option<string?> _out = new("--out") { Description = "A file instead of stdout.", HelpName = "FILE" };

    public GraphOutput() => _format.AcceptOnlyFromAmong([.. GraphFormats.WritableFormats.Select(f => f.Name)]);

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_format);
        command.Add(_out);
    }

    /// <summary>
    /// Writes the map to the destination that the options name; with a file and JSON output, prints the file's name to stdout.
    /// </summary>
    public void Write(ParseResult parse, ArgumentMap map, Highlights highlights, Terminal terminal)
    {
        var file = parse.GetValue(_out);
        var format = Read(parse);
        if (file is null && terminal.IsJson && !format.Extensions.Contains(".json"))
            throw new InputException($"--format '{format.Name}': it is not JSON, so with -o json it needs --out FILE");
        Save(_out.Name, file, writer => format.Write!(map, writer, highlights));
        // Pictures show who speaks.
        if (!map.Provenance.IsEmpty && !format.KeepsProvenance && format.Read is not null)
            terminal.Report($"{format.Name} has no place for who said what: {map.Provenance.Nodes.Count} nodes of the file are left out.");
        if (file is null) return;
        if (terminal.IsJson) terminal.WriteJson(new { file, format = format.Name });
        else terminal.Report($"written to {file}");
    }

    /// <summary>The format that the options name.</summary>
    public GraphFormat Read(ParseResult parse) => Format(parse.GetValue(_format), parse.GetValue(_out));

    /// <summary>Writes to the file that an option names, atomically, or to stdout if no file is given.</summary>
    public static void Save(string option, string? file, Action<TextWriter> write)
    {
        if (file is null)
        {
            ToStdout(write);
            return;
        }
        using var whole = new WholeFile(option, file);
        write(whole.Writer);
        whole.Commit();
    }

    /// <summary>Writes to stdout.</summary>
    public static void ToStdout(Action<TextWriter> write)
    {
        using var stdout = new StandardOutput();
        using var output = new StreamWriter(stdout.Stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        write(output);
    }

    private static GraphFormat Format(string? name, string? file)
    {
        if (name is not null) return GraphFormats.GetByName(name);
        return file is not null ? GraphFormats.GetWriteFormat(file)
            : throw new InputException($"--format: give one of {string.Join(", ", GraphFormats.WritableFormats.Select(f => f.Name))}");
    }
}
