namespace Debate.Core.Output;

/// <summary>
/// Writes HTML: markup is ours, and text goes through <paramref name="encode"/> alone, so that nothing that a model said can become markup.
/// </summary>
/// <param name="output">Takes the page.</param>
/// <param name="encode">Makes any text the content of an element or of a quoted attribute.</param>
public sealed class HtmlWriter(TextWriter output, Func<string, string> encode)
{
    /// <summary>Writes markup of our own as it is.</summary>
    public HtmlWriter Markup(string markup)
    {
        output.Write(markup);
        return this;
    }

    /// <summary>Writes lines of markup of our own, each with its break.</summary>
    public HtmlWriter Lines(params ReadOnlySpan<string> markup)
    {
        foreach (var line in markup) Markup(line).Markup("\n");
        return this;
    }

    /// <summary>Writes an element that holds text; <paramref name="attributes"/> is markup that begins with a space.</summary>
    public HtmlWriter Element(string name, string text, string attributes = "") =>
        Markup($"<{name}{attributes}>{encode(text)}</{name}>");

    /// <summary>Writes the same on a line of its own.</summary>
    public HtmlWriter Line(string name, string text, string attributes = "") => Element(name, text, attributes).Markup("\n");

    /// <summary>Writes a row of cells; <paramref name="attributes"/> gives those of a column.</summary>
    public HtmlWriter Row(string cell, IEnumerable<string> texts, Func<int, string>? attributes = null)
    {
        Markup("<tr>");
        foreach (var (column, text) in texts.Index()) Element(cell, text, attributes?.Invoke(column) ?? "");
        return Markup("</tr>");
    }
}
