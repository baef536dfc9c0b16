using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Debate.Contracts;
using Debate.Deliberation.Readers;
using Debate.Tournaments;
using Spectre.Console;

namespace Debate.Cli.Output;

/// <summary>What stdout gets.</summary>
internal enum OutputFormat
{
    Json,
    Jsonl,
    Table,
}

/// <summary>
/// The two streams: results on stdout, everything else for people on stderr, where JSON was asked for and where it was not. What a model
/// wrote passes only without what a terminal obeys.
/// </summary>
internal sealed class Terminal(OutputFormat format)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new UtcForm() },
        WriteIndented = true,
    };

    private static readonly JsonSerializerOptions Compact = new(Indented) { WriteIndented = false };

    private readonly Lazy<IAnsiConsole> _result = new(() => On(Console.Out));
    private readonly Lazy<IAnsiConsole> _people = new(() => On(Console.Error));

    /// <summary>The format of the result.</summary>
    public OutputFormat Format => format;

    /// <summary>Whether the result is for a script.</summary>
    public bool IsJson => format != OutputFormat.Table;

    /// <summary>Whether a bar can be drawn on stderr.</summary>
    public bool IsLive => !IsJson && !Console.IsErrorRedirected && People.Profile.Capabilities.Interactive;

    /// <summary>Results for people, on stdout.</summary>
    public IAnsiConsole Result => _result.Value;

    /// <summary>Progress and notes, on stderr.</summary>
    public IAnsiConsole People => _people.Value;

    /// <summary>Options of the JSON that the tool prints.</summary>
    public static JsonSerializerOptions Form => Compact;

    /// <summary>Options of a JSON document for a file.</summary>
    public static JsonSerializerOptions Document => Indented;

    /// <summary>One JSON document, or one line of JSON Lines.</summary>
    public void Json<T>(T value) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(value, format == OutputFormat.Json ? Indented : Compact));

    /// <summary>A line for people, on stderr.</summary>
    public void Note(string text) => Console.Error.WriteLine(SafeText.Clean(text));

    /// <summary>A line of the result for people, on stdout.</summary>
    public void Line(string text = "", Style? style = null) => Result.Write(new Text($"{SafeText.Clean(text)}\n", style));

    /// <summary>A table of the result for people, on stdout; numbers stand right.</summary>
    public void Table(ReportTable table)
    {
        var drawn = new Table().Border(TableBorder.Simple);
        foreach (var column in table.Columns)
            drawn.AddColumn(new TableColumn(Cell(column)) { Alignment = column == table.Columns[0] ? Justify.Left : Justify.Right });
        foreach (var row in table.Rows) drawn.AddRow(row.Select(Cell));
        Result.Write(drawn);
    }

    /// <summary>A cell of a table.</summary>
    public static Text Cell(string? text) => new(SafeText.Clean(text ?? ""));

    private static IAnsiConsole On(TextWriter writer)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer) });
        // A pipe has no width; text for people must not be broken or cut there.
        if (writer == Console.Out ? Console.IsOutputRedirected : Console.IsErrorRedirected) console.Profile.Width = 100_000;
        return console;
    }
}
