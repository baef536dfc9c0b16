using System.Text;

namespace Debate.Tournaments;

/// <summary>
/// The style of a chart's line: a colour based on Okabe and Ito's palette (2008, safe for the colour-blind) and its own mark and dash, so
/// that lines remain distinct in greyscale.
/// </summary>
internal sealed record SeriesStyle(int Index, string Colour, string DarkColour, string Mark, string Dashes)
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
    internal static SeriesStyle Get(int index) => All[index % All.Length];

    /// <summary>The style sheet for viewers that prefer a dark theme.</summary>
    internal static string DarkStyle { get; } = CreateDarkStyle();

    private static string CreateDarkStyle()
    {
        var css = new StringBuilder("@media (prefers-color-scheme: dark){");
        css.Append(".debate-chart .paper{fill:#0d1117}.debate-chart .ink{fill:#e6edf3}.debate-chart .rule{stroke:#30363d}");
        foreach (var series in All)
            css.Append($".debate-chart .s{series.Index}{{stroke:{series.DarkColour}}}.debate-chart .f{series.Index}{{fill:{series.DarkColour}}}");
        return css.Append('}').ToString();
    }
}
