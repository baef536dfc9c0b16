namespace Debate.Core.Output;

/// <summary>
/// Writes Markdown (GitHub's flavour) in lines: text goes through <paramref name="escape"/> alone, so that it is shown literally and loads
/// nothing.
/// </summary>
/// <param name="output">Takes the page.</param>
/// <param name="escape">Makes a line of text one in which nothing has a meaning to Markdown or HTML.</param>
public sealed class MarkdownWriter(TextWriter output, Func<string, string> escape)
{
    /// <summary>Writes a line of our own as it is.</summary>
    public MarkdownWriter Line(string markdown = "")
    {
        output.Write(markdown);
        output.Write('\n');
        return this;
    }

    /// <summary>Writes a heading of a level from 1.</summary>
    public MarkdownWriter Heading(int level, string text) => Line($"{new string('#', level)} {escape(text)}");

    /// <summary>Writes text on a line of its own.</summary>
    public MarkdownWriter Text(string text) => Line(escape(text));

    /// <summary>Writes text in bold face.</summary>
    public MarkdownWriter Bold(string text) => Line($"**{escape(text)}**");

    /// <summary>Writes an item of a list.</summary>
    public MarkdownWriter Item(string text) => Line($"- {escape(text)}");

    /// <summary>Writes a block quote, line by line; the lines keep their breaks.</summary>
    public MarkdownWriter Quote(string text)
    {
        foreach (var line in text.Split('\n')) Line($"> {escape(line.Trim())}  ");
        return this;
    }

    /// <summary>Writes a row of a table.</summary>
    public MarkdownWriter Row(params IEnumerable<string> cells) => Line($"| {string.Join(" | ", cells.Select(escape))} |");
}
