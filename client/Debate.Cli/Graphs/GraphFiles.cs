using System.CommandLine;
using System.Text;
using Debate.Argumentation.Formats;
using Debate.Argumentation;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Solve;

namespace Debate.Cli.Graphs;

/// <summary>
/// The map that a verb of <c>debate graph</c> works on: a FILE, or <c>-f FILE</c>; <c>-</c> is stdin. The file's extension determines the
/// format unless <c>--input-format</c> is given.
/// </summary>
internal sealed class GraphInput
{
    private const string Stdin = "-";

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = $"The map ({string.Join(", ", GraphFormats.ReadableExtensions)}); - for stdin.",
        Arity = ArgumentArity.ZeroOrOne,
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
    public ArgumentMap Read(ParseResult parse)
    {
        var file = Name(parse);
        var options = new AifOptions(Enum.Parse<Rephrase>(parse.GetRequiredValue(_rephrases), ignoreCase: true));
        var format = parse.GetValue(_format) is { } name ? GraphFormats.GetByName(name) : FormatOf(file);
        return format.Read!(file, file == Stdin ? Files.ReadStdin(parse) : Files.Read(file, parse), options);
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
        var format = Format(parse.GetValue(_format), file);
        if (file is null && terminal.IsJson && !format.Extensions.Contains(".json"))
            throw new InputException($"--format '{format.Name}': it is not JSON, so with -o json it needs --out FILE");
        Save(_out.Name, file, writer => format.Write!(map, writer, highlights));
        if (file is null) return;
        if (terminal.IsJson) terminal.WriteJson(new { file, format = format.Name });
        else terminal.Report($"written to {file}");
    }

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
