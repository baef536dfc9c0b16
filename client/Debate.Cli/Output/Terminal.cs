using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Debate.Contracts;
using Debate.Core.Output;
using Debate.Deliberation.Readers;
using Debate.Tournaments;
using Spectre.Console;

namespace Debate.Cli.Output;

/// <summary>The format of stdout.</summary>
internal enum OutputFormat
{
    Json,
    Jsonl,
    Table,
}

/// <summary>
/// The two output streams: results on stdout, all other messages for people on stderr, whether or not JSON was requested. Model output is
/// stripped of terminal control characters.
/// </summary>
internal sealed class Terminal(OutputFormat format)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new UtcConverter() },
        WriteIndented = true,
    };

    private static readonly JsonSerializerOptions Compact = new(Indented) { WriteIndented = false };

    /// <summary>The least width that is written for: a narrower terminal breaks lines itself.</summary>
    private const int LeastWidth = 20;

    private readonly Lazy<IAnsiConsole> _result = new(() => On(Console.Out));
    private readonly Lazy<IAnsiConsole> _people = new(() => On(Console.Error));

    /// <summary>The format of the result.</summary>
    public OutputFormat Format => format;

    /// <summary>Whether the result is JSON, for scripts.</summary>
    public bool IsJson => format != OutputFormat.Table;

    /// <summary>Whether stderr can show a progress bar.</summary>
    public bool IsLive => !IsJson && !Console.IsErrorRedirected && People.Profile.Capabilities.Interactive;

    /// <summary>Results for people, on stdout.</summary>
    public IAnsiConsole Result => _result.Value;

    /// <summary>Progress and messages for people, on stderr.</summary>
    public IAnsiConsole People => _people.Value;

    /// <summary>Serialiser options for the JSON that the tool prints.</summary>
    public static JsonSerializerOptions SerializerOptions => Compact;

    /// <summary>Serialiser options for a JSON document in a file.</summary>
    public static JsonSerializerOptions Document => Indented;

    /// <summary>Writes one JSON document, or one line of JSON Lines.</summary>
    public void WriteJson<T>(T value) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(value, format == OutputFormat.Json ? Indented : Compact));

    /// <summary>Writes a line for people to stderr; on a terminal it breaks between words.</summary>
    public void Report(string text)
    {
        if (Console.IsErrorRedirected) Console.Error.WriteLine(SafeText.ForPeople(text));
        else WriteHanging("", text, toPeople: true);
    }

    /// <summary>Writes a line of the result for people to stdout.</summary>
    public void WriteLine(string text = "", Style? style = null) => Result.Write(new Text($"{SafeText.ForPeople(text)}\n", style));

    /// <summary>
    /// Writes a text that wraps under itself: after <paramref name="head"/>, or, where <paramref name="repeat"/> is true, after a head on
    /// each line.
    /// </summary>
    /// <param name="head">What stands before the text.</param>
    /// <param name="text">The text.</param>
    /// <param name="style">The style of all of it.</param>
    /// <param name="repeat">Whether each line has the head, and not the first alone.</param>
    /// <param name="toPeople">Whether it goes to stderr, for people, and is no part of the result.</param>
    public void WriteHanging(string head, string text, Style? style = null, bool repeat = false, bool toPeople = false)
    {
        var (clean, hang, console) = (SafeText.ForPeople(head), TerminalText.Width(head), toPeople ? People : Result);
        var lines = TerminalText.Wrap(SafeText.ForPeople(text), Math.Max(LeastWidth, console.Profile.Width - hang));
        foreach (var (i, line) in lines.Index()) Write(console, (i == 0 || repeat ? clean : new string(' ', hang)) + line, style);
    }

    /// <summary>
    /// Writes a command line of the result, for people to copy: on a line of its own, which the terminal breaks where it must, so that what
    /// is copied is whole.
    /// </summary>
    public void WriteCommand(string command) => Result.Profile.Out.Writer.WriteLine($"  {SafeText.Clean(command)}");

    /// <summary>
    /// Writes a table of the result for people to stdout, within the terminal's width (<see cref="TableLayout"/>): numbers right-aligned,
    /// texts left-aligned. A pipe has no width.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="cut">The headings of columns of text that may be cut to one line.</param>
    /// <param name="drop">The headings of columns that may be left out, the first one first; it is said on stderr.</param>
    public void WriteTable(ReportTable table, IReadOnlyCollection<string>? cut = null, IReadOnlyList<string>? drop = null)
    {
        var clean = new ReportTable(
            [.. table.Columns.Select(SafeText.ForPeople)], [.. table.Rows.Select(row => row.Select(SafeText.ForPeople).ToArray())]);
        var layout = new TableLayout(clean, Width) { Cut = cut ?? [], Drop = drop ?? [] };
        foreach (var line in layout.Lines()) Write(Result, line.Text, line.IsHeading ? new Style(decoration: Decoration.Bold) : Style.Plain);
        if (layout.Dropped.Count > 0)
            Report($"(without {string.Join(", ", layout.Dropped)}: there is no room for them; -o json has everything)");
    }

    /// <summary>A line that was laid out. One that is wider all the same holds a word that must stay whole.</summary>
    private static void Write(IAnsiConsole console, string line, Style? style)
    {
        if (TerminalText.Width(line) <= console.Profile.Width) console.Write(new Text($"{line}\n", style));
        else console.Profile.Out.Writer.WriteLine(line);
    }

    private int Width => Math.Max(LeastWidth, Result.Profile.Width);

    private static IAnsiConsole On(TextWriter writer)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer) });
        // A pipe has no width; text written to one must not be wrapped or truncated.
        if (writer == Console.Out ? Console.IsOutputRedirected : Console.IsErrorRedirected) console.Profile.Width = 100_000;
        return console;
    }
}
