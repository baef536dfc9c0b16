using System.CommandLine;
using System.Text;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Cli.Output;
using Debate.Solve;

namespace Debate.Cli.Graphs;

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
