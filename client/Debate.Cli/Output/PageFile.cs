using System.CommandLine;
using Debate.Tournaments;

namespace Debate.Cli.Output;

/// <summary>A report in a file that an option names: one page with drawings, or Markdown; by the ending of its name.</summary>
internal static class PageFile
{
    /// <summary>The ending of a page with drawings.</summary>
    public const string Html = ".html";

    /// <summary>The ending of Markdown.</summary>
    public const string Markdown = ".md";

    /// <summary>The file; null where none is given. An <see cref="InputException"/> where its ending says no form.</summary>
    public static WholeFile? Of(ParseResult parse, Option<string?> option) =>
        parse.GetValue(option) is not { } file || Path.GetExtension(file) is Html or Markdown
            ? WholeFile.Of(parse, option) : throw new InputException($"{option.Name} '{file}': its name must end in {Markdown} or {Html}");

    /// <summary>Writes the report and keeps its file.</summary>
    public static async Task WriteAsync(WholeFile file, HtmlReport report, CancellationToken stop)
    {
        var text = Path.GetExtension(file.Name) == Html ? report.ToHtml() : MarkdownReport.Of(report);
        await file.Writer.WriteAsync(text.AsMemory(), stop);
        file.Keep();
    }
}
