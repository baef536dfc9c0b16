using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Debate.Core.Output;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments;

/// <summary>A question with the row of each column; null where a column has none.</summary>
/// <param name="Number">Its number in the list, from 1.</param>
/// <param name="Cells">As many as there are columns.</param>
public sealed record AnswerLine(int Number, IReadOnlyList<EvaluationRow?> Cells)
{
    /// <summary>A row of it, for what all have in common.</summary>
    public EvaluationRow Any => Cells.First(cell => cell is not null)!;
}

/// <summary>
/// Questions against columns: what a page shows of one evaluation or of two side by side. Its data are bounded: long texts are cut, and
/// beyond <see cref="MaxCells"/> answers the last questions are left out; the page says both.
/// </summary>
/// <param name="Columns">The headings of the columns, at least one.</param>
/// <param name="Lines">The questions.</param>
public sealed record AnswerGrid(IReadOnlyList<string> Columns, IReadOnlyList<AnswerLine> Lines)
{
    /// <summary>The most answers of a page.</summary>
    public const int MaxCells = 40_000;

    /// <summary>The most characters of a question, and of an answer or a reason, on a page.</summary>
    public const int MaxQuestion = 3000, MaxText = 1000;

    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>The grid of one evaluation.</summary>
    /// <param name="rows">All its rows, question by question, as <see cref="EvaluationRow.FromJournal"/> gives them.</param>
    public static AnswerGrid FromRows(IReadOnlyList<EvaluationRow> rows)
    {
        string[] columns = [.. rows.TakeWhile(row => ReferenceEquals(row.Problem, rows[0].Problem)).Select(row => row.Variant)];
        return new(columns, [.. rows.Chunk(Math.Max(1, columns.Length)).Select((line, i) => new AnswerLine(i + 1, line))]);
    }

    /// <summary>What a page leaves out, one sentence each.</summary>
    public IEnumerable<string> DescribeLimits()
    {
        if (Lines.Count > LineLimit)
            yield return FormattableString.Invariant(
                $"The first {LineLimit} of {Lines.Count} questions are on this page; the CSV and Parquet exports have all.");
        if (Lines.Take(LineLimit).Any(line => line.Cells.OfType<EvaluationRow>().Any(IsCut)))
            yield return FormattableString.Invariant(
                $"Questions are cut after {MaxQuestion} characters here, answers and reasons after {MaxText}; ")
                + "debate show ID has them whole.";
    }

    /// <summary>The viewer of the grid.</summary>
    public PageViewer CreateViewer() => new("answers", Markup, CreateData());

    private int LineLimit => Math.Max(1, MaxCells / Math.Max(1, Columns.Count));

    private static bool IsCut(EvaluationRow row) => row.Question.Length > MaxQuestion || row.Key.Length > MaxText
        || row.Answer?.Length > MaxText || row.Reason?.Length > MaxText;

    private string CreateData()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new() { Encoder = Encoder });
        json.WriteStartObject();
        json.WriteStartArray("columns");
        foreach (var column in Columns) json.WriteStringValue(SafeText.ForPeople(column));
        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var line in Lines.Take(LineLimit)) Write(json, line);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, AnswerLine line)
    {
        json.WriteStartArray();
        json.WriteStringValue(line.Number.ToString(CultureInfo.InvariantCulture));
        var problem = line.Any.Problem;
        json.WriteStringValue(Cut(problem.Source is null ? problem.Text : $"{problem.Text}\n\n{problem.Source}", MaxQuestion));
        json.WriteStringValue(Cut(line.Any.Key, MaxText));
        json.WriteStartArray();
        foreach (var choice in problem.Choices) json.WriteStringValue(Cut(choice, MaxText));
        json.WriteEndArray();
        json.WriteStartArray();
        foreach (var cell in line.Cells) Write(json, cell);
        json.WriteEndArray();
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, EvaluationRow? row)
    {
        if (row is null or { Status: RowStatus.Open })
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("s", EvaluationRow.Format(row.Status));
        if (row.Answer is { } answer) json.WriteString("a", Cut(answer, MaxText));
        if (row.Reason is { } reason) json.WriteString("r", Cut(reason, MaxText));
        json.WriteNumber("c", row.Calls);
        json.WriteNumber("i", row.TokensIn);
        json.WriteNumber("o", row.TokensOut);
        if (row.Cost != 0) json.WriteNumber("m", row.Cost);
        json.WriteString("id", row.Id);
        json.WriteEndObject();
    }

    private static string Cut(string text, int max) => SvgCanvas.Shorten(SafeText.ForPeople(text), max);

    private const string Markup = """
        <noscript><p>The table of questions needs its script; debate export ID --format csv has the same rows.</p></noscript>
        <div id="answers" hidden="">
        <form id="answers-bar" role="search">
        <label>search <input type="search" id="answers-q" autocomplete="off" placeholder="questions, keys, answers, reasons"/></label>
        <label>show <select id="answers-show"></select></label>
        <label>in <select id="answers-of"></select></label>
        <div id="answers-pair"><label>A <select id="answers-a"></select></label><label>B <select id="answers-b"></select></label></div>
        <label>order <select id="answers-sort"></select></label>
        <button type="button" id="answers-clear">Clear</button>
        </form>
        <div id="answers-counts"></div>
        <p class="keys soft">Keys: <kbd>/</kbd> search, <kbd>j</kbd> and <kbd>k</kbd> next and previous question, <kbd>Enter</kbd> open or
        close, <kbd>Esc</kbd> leave the search. The address keeps what is chosen.</p>
        <p id="answers-tally" role="status"></p>
        <div id="answers-wide"><table><thead><tr id="answers-head"></tr></thead><tbody id="answers-body"></tbody></table></div>
        <p id="answers-none" hidden="">No question is like that.</p>
        <p id="answers-foot"><button type="button" id="answers-more">Show 100 more</button> <button type="button"
        id="answers-every">Show all</button></p>
        </div>
        """;
}
