using System.Globalization;
using System.Text;

namespace Debate.Core.Output;

/// <summary>A drawing of this library: well-formed and self-contained, without scripts or links; a page may embed it as it is.</summary>
public sealed class SvgDrawing
{
    private readonly string _xml;

    public SvgDrawing(string xml) => _xml = xml;

    /// <summary>The SVG document.</summary>
    public override string ToString() => _xml;
}

/// <summary>
/// Writes a drawing. Colours for a light theme are in the attributes, which every viewer supports; classes override them for a dark theme
/// in viewers that support prefers-color-scheme.
/// </summary>
public sealed class SvgCanvas(double width, double height)
{
    private readonly StringBuilder _body = new();

    /// <summary>A text of at most <paramref name="max"/> characters, cut between two of them.</summary>
    public static string Shorten(string text, int max) =>
        text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 2]) ? max - 2 : max - 1)] + "…";

    public void Text(double x, double y, string text, string style = "", string anchor = "start", int size = 13)
    {
        _body.Append(Invariant($"<text class=\"ink\" x=\"{x:0.##}\" y=\"{y:0.##}\" fill=\"#1f2328\" "));
        _body.Append(Invariant($"font-size=\"{size}\" text-anchor=\"{anchor}\"{style}>")).Append(XmlText.Escape(text)).Append("</text>\n");
    }

    public void VerticalText(double x, double y, string text) =>
        Text(x, y, text, Invariant($" transform=\"rotate(-90 {x:0.##} {y:0.##})\""), "middle");

    public void Rule(double x1, double y1, double x2, double y2) => _body.Append(
        Invariant($"<path class=\"rule\" d=\"M{x1:0.##} {y1:0.##}L{x2:0.##} {y2:0.##}\" stroke=\"#d1d9e0\"/>\n"));

    /// <summary>A path of the series; thin and pale for whiskers.</summary>
    public void Path(SeriesStyle series, string d, bool pale = false) => _body.Append(
        $"<path class=\"s{series.Index}\" d=\"{d}\" fill=\"none\" stroke=\"{series.Colour}\"")
        .Append(pale ? " stroke-width=\"1.5\" stroke-opacity=\"0.5\"" : $" stroke-width=\"2.5\" stroke-linejoin=\"round\"{series.Dashes}")
        .Append("/>\n");

    /// <summary>A closed area of the series, pale enough to be drawn behind lines.</summary>
    public void Band(SeriesStyle series, string d) =>
        _body.Append($"<path class=\"f{series.Index}\" d=\"{d}\" fill=\"{series.Colour}\" fill-opacity=\"0.15\"/>\n");

    /// <summary>A square tile of the series with the given opacity; <paramref name="label"/> is its tooltip.</summary>
    public void Tile(SeriesStyle series, (double X, double Y, double Size) at, double opacity, string label)
    {
        _body.Append(Invariant($"<rect class=\"f{series.Index}\" x=\"{at.X:0.##}\" y=\"{at.Y:0.##}\" width=\"{at.Size:0.##}\" "));
        _body.Append(Invariant($"height=\"{at.Size:0.##}\" rx=\"3\" fill=\"{series.Colour}\" fill-opacity=\"{opacity:0.##}\">"));
        _body.Append($"<title>{XmlText.Escape(label)}</title></rect>\n");
    }

    /// <summary>The mark of the series; <paramref name="label"/> is its tooltip.</summary>
    public void Mark(SeriesStyle series, double x, double y, string label)
    {
        _body.Append(Invariant($"<path class=\"f{series.Index}\" transform=\"translate({x:0.##} {y:0.##})\" "));
        _body.Append($"d=\"{series.Mark}\" fill=\"{series.Colour}\"><title>{XmlText.Escape(label)}</title></path>\n");
    }

    /// <summary> The finished document; the id distinguishes drawings on one page, title and description are for screen readers. </summary>
    public SvgDrawing Finish(string id, string title, string description)
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

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A linear map from values to pixels, with round ticks (steps of 1, 2 or 5 times a power of ten).</summary>
public sealed class AxisScale
{
    private readonly double _low, _high, _from, _to, _step;

    /// <param name="low">The minimum value.</param>
    /// <param name="high">The maximum value; both are extended outwards to ticks.</param>
    /// <param name="from">The pixel coordinate of the minimum.</param>
    /// <param name="to">The pixel coordinate of the maximum.</param>
    public AxisScale(double low, double high, double from, double to)
    {
        (_from, _to) = (from, to);
        high = high > low ? high : low + 1;
        _step = TickStep(high - low);
        _low = Math.Floor(low / _step + 1e-9) * _step;
        _high = Math.Ceiling(high / _step - 1e-9) * _step;
    }

    /// <summary>The same scale, shifted by some pixels.</summary>
    public AxisScale Shifted(double by) => new(_low, _high, _from + by, _to + by);

    public double ToPixel(double value) => _from + (value - _low) / (_high - _low) * (_to - _from);

    public IEnumerable<double> Ticks()
    {
        var count = (int)Math.Round((_high - _low) / _step);
        for (var i = 0; i <= count; i++) yield return Math.Round(_low + i * _step, 9);
    }

    private static double TickStep(double span)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(span / 8)));
        return power * new[] { 1, 2, 5, 10 }.First(factor => power * factor >= span / 8);
    }
}

/// <summary>
/// The style of a chart's line: a colour based on Okabe and Ito's palette (2008, safe for the colour-blind) and its own mark and dash, so
/// that lines remain distinct in greyscale.
/// </summary>
public sealed record SeriesStyle(int Index, string Colour, string DarkColour, string Mark, string Dashes)
{
    private static readonly SeriesStyle[] All =
    [
        new(0, "#0072b2", "#56b4e9", "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z", ""),
        new(1, "#d55e00", "#ff8c42", "M-4.5 -4.5H4.5V4.5H-4.5Z", " stroke-dasharray=\"9 4\""),
        new(2, "#00795c", "#2fc99c", "M0 -6L5.5 4.5H-5.5Z", " stroke-dasharray=\"2 4\""),
        new(3, "#6b6b6b", "#b5b5b5", "M0 -6.5L5.5 0L0 6.5L-5.5 0Z", " stroke-dasharray=\"10 4 2 4\""),
        new(4, "#a8487d", "#e29ac4", "M-2 -6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z", " stroke-dasharray=\"5 5\""),
    ];

    /// <summary>The style of line number <paramref name="index"/>; styles repeat after five.</summary>
    public static SeriesStyle Get(int index) => All[index % All.Length];

    /// <summary>The style sheet for viewers that prefer a dark theme.</summary>
    public static string DarkStyle { get; } = CreateDarkStyle();

    private static string CreateDarkStyle()
    {
        var css = new StringBuilder("@media (prefers-color-scheme: dark){");
        css.Append(".debate-chart .paper{fill:#0d1117}.debate-chart .ink{fill:#e6edf3}.debate-chart .rule{stroke:#30363d}");
        foreach (var series in All)
            css.Append($".debate-chart .s{series.Index}{{stroke:{series.DarkColour}}}.debate-chart .f{series.Index}{{fill:{series.DarkColour}}}");
        return css.Append('}').ToString();
    }
}
