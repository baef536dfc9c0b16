using System.CommandLine;
using Debate.Tournaments;

namespace Debate.Cli.Output;

/// <summary>A report in a file that an option names: one HTML page with charts, or Markdown, depending on the file's extension.</summary>
internal static class PageFile
{
    /// <summary>The extension of a page with charts.</summary>
    public const string Html = ".html";

    /// <summary>The extension of Markdown.</summary>
    public const string Markdown = ".md";

    /// <summary>The file; null if none is given. Throws <see cref="InputException"/> for any other extension.</summary>
    public static WholeFile? Read(ParseResult parse, Option<string?> option) =>
        parse.GetValue(option) is not { } file || Path.GetExtension(file) is Html or Markdown
            ? WholeFile.Create(parse, option) : throw new InputException(
                $"{option.Name} '{file}': its name must end in {Markdown} or {Html}");

    /// <summary>Writes the report and commits the file.</summary>
    public static async Task WriteAsync(WholeFile file, HtmlReport report, CancellationToken stop)
    {
        var text = Path.GetExtension(file.Name) == Html ? report.ToHtml() : MarkdownReport.Render(report);
        await file.Writer.WriteAsync(text.AsMemory(), stop);
        file.Commit();
    }
}
