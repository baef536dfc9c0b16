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

    /// <summary>Writes a line for people to stderr.</summary>
    public void Report(string text) => Console.Error.WriteLine(SafeText.ForPeople(text));

    /// <summary>Writes a line of the result for people to stdout.</summary>
    public void WriteLine(string text = "", Style? style = null) => Result.Write(new Text($"{SafeText.ForPeople(text)}\n", style));

    /// <summary>Writes a table of the result for people to stdout; every column but the first is right-aligned.</summary>
    public void WriteTable(ReportTable table)
    {
        var drawn = new Table().Border(TableBorder.Simple);
        foreach (var column in table.Columns)
            drawn.AddColumn(new TableColumn(Cell(column)) { Alignment = column == table.Columns[0] ? Justify.Left : Justify.Right });
        foreach (var row in table.Rows) drawn.AddRow(row.Select(Cell));
        Result.Write(drawn);
    }

    /// <summary>A cell of a table.</summary>
    public static Text Cell(string? text) => new(SafeText.ForPeople(text ?? ""));

    private static IAnsiConsole On(TextWriter writer)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer) });
        // A pipe has no width; text written to one must not be wrapped or truncated.
        if (writer == Console.Out ? Console.IsOutputRedirected : Console.IsErrorRedirected) console.Profile.Width = 100_000;
        return console;
    }
}
