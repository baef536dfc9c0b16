using Debate.Argumentation.Formats;
using System.Globalization;
using System.Text;

namespace Debate.Tournaments;

/// <summary>A drawing of this library: well-formed and self-contained, without scripts or links; a page may embed it as it is.</summary>
public sealed class SvgDrawing
{
    private readonly string _xml;

    internal SvgDrawing(string xml) => _xml = xml;

    /// <summary>The SVG document.</summary>
    public override string ToString() => _xml;
}

/// <summary>
/// Writes a drawing. Colours for a light theme are in the attributes, which every viewer supports; classes override them for a dark theme
/// in viewers that support prefers-color-scheme.
/// </summary>
internal sealed class SvgCanvas(double width, double height)
{
    private readonly StringBuilder _body = new();

    internal void Text(double x, double y, string text, string style = "", string anchor = "start", int size = 13)
    {
        _body.Append(Invariant($"<text class=\"ink\" x=\"{x:0.##}\" y=\"{y:0.##}\" fill=\"#1f2328\" "));
        _body.Append(Invariant($"font-size=\"{size}\" text-anchor=\"{anchor}\"{style}>")).Append(XmlText.Escape(text)).Append("</text>\n");
    }

    internal void VerticalText(double x, double y, string text) =>
        Text(x, y, text, Invariant($" transform=\"rotate(-90 {x:0.##} {y:0.##})\""), "middle");

    internal void Rule(double x1, double y1, double x2, double y2) => _body.Append(
        Invariant($"<path class=\"rule\" d=\"M{x1:0.##} {y1:0.##}L{x2:0.##} {y2:0.##}\" stroke=\"#d1d9e0\"/>\n"));

    /// <summary>A path of the series; thin and pale for whiskers.</summary>
    internal void Path(SeriesStyle series, string d, bool pale = false) => _body.Append(
        $"<path class=\"s{series.Index}\" d=\"{d}\" fill=\"none\" stroke=\"{series.Colour}\"")
        .Append(pale ? " stroke-width=\"1.5\" stroke-opacity=\"0.5\"" : $" stroke-width=\"2.5\" stroke-linejoin=\"round\"{series.Dashes}")
        .Append("/>\n");

    /// <summary>A closed area of the series, pale enough to be drawn behind lines.</summary>
    internal void Band(SeriesStyle series, string d) =>
        _body.Append($"<path class=\"f{series.Index}\" d=\"{d}\" fill=\"{series.Colour}\" fill-opacity=\"0.15\"/>\n");

    /// <summary>A square tile of the series with the given opacity; <paramref name="label"/> is its tooltip.</summary>
    internal void Tile(SeriesStyle series, (double X, double Y, double Size) at, double opacity, string label)
    {
        _body.Append(Invariant($"<rect class=\"f{series.Index}\" x=\"{at.X:0.##}\" y=\"{at.Y:0.##}\" width=\"{at.Size:0.##}\" "));
        _body.Append(Invariant($"height=\"{at.Size:0.##}\" rx=\"3\" fill=\"{series.Colour}\" fill-opacity=\"{opacity:0.##}\">"));
        _body.Append($"<title>{XmlText.Escape(label)}</title></rect>\n");
    }

    /// <summary>The mark of the series; <paramref name="label"/> is its tooltip.</summary>
    internal void Mark(SeriesStyle series, double x, double y, string label)
    {
        _body.Append(Invariant($"<path class=\"f{series.Index}\" transform=\"translate({x:0.##} {y:0.##})\" "));
        _body.Append($"d=\"{series.Mark}\" fill=\"{series.Colour}\"><title>{XmlText.Escape(label)}</title></path>\n");
    }

    /// <summary> The finished document; the id distinguishes drawings on one page, title and description are for screen readers. </summary>
    internal SvgDrawing Finish(string id, string title, string description)
    {
        id = XmlText.Escape(id);
        var size = Invariant($"width=\"{width:0.##}\" height=\"{height:0.##}\"");
        return new SvgDrawing(
            Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"debate-chart\" viewBox=\"0 0 {width:0.##} {height:0.##}\" ")
            + $"{size} role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" "
            + "font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif\">\n"
            + $"<title id=\"{id}-title\">{XmlText.Escape(title)}</title>\n"
            + $"<desc id=\"{id}-desc\">{XmlText.Escape(description)}</desc>\n"
            + $"<style>{SeriesStyle.DarkStyle}</style>\n<rect class=\"paper\" {size} rx=\"6\" fill=\"#ffffff\"/>\n{_body}</svg>\n");
    }

    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
