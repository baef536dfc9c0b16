using System.CommandLine;
using System.Text;
using Debate.Cli.Input;
using Debate.Core.Input;
using Debate.Models;
using Debate.Tournaments;

namespace Debate.Cli.Output;

/// <summary>
/// A UTF-8 text file that an option names, written atomically: it is written to a temporary file next to it, which replaces it on commit.
/// It is opened before the work that produces its content, so that an unwritable path fails before any work is done.
/// </summary>
internal sealed class WholeFile : IDisposable
{
    private const string Part = ".part";
    private readonly AtomicFile _file;

    /// <summary>Opens the file; throws <see cref="InputException"/> that names the option and the file if it cannot be written.</summary>
    public WholeFile(string option, string file)
    {
        Name = file;
        _file = new(file, Part, _ => Files.Create(option, file, Part));
        Writer = new StreamWriter(_file.Content, new UTF8Encoding(false));
    }

    /// <summary>Opens the file that the option names; null if it is not given.</summary>
    public static WholeFile? Create(ParseResult parse, Option<string?> option) =>
        parse.GetValue(option) is { } file ? new(option.Name, file) : null;

    /// <summary>The file's name as given.</summary>
    public string Name { get; }

    /// <summary>Writes the content.</summary>
    public StreamWriter Writer { get; }

    /// <summary>Moves the file to its final path; no further writes are possible.</summary>
    public void Commit()
    {
        Writer.Dispose();
        _file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Writer.Dispose();
        _file.Dispose();
    }
}

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
