namespace Debate.Argumentation.Formats.Pictures;

/// <summary>
/// A picture as one SVG file that needs nothing else: no script, no font, no address. Claims stand on top, what bears on them below; an
/// attack is a dashed red line with a filled head, a support a green one with an open head; premises that belong together meet in a
/// joint, and an undercut points at the joint. Texts are wrapped and cut after <see cref="MostLines"/> lines; the whole is in the box's
/// tooltip.
/// </summary>
public static class Svg
{
    /// <summary>More arguments and inferences than this are refused: nobody could look at the picture.</summary>
    public const int MostNodes = 2_000;

    /// <summary>More lines than this are refused.</summary>
    public const int MostEdges = 10_000;

    /// <summary>Lines of text that a box shows.</summary>
    public const int MostLines = 8;

    /// <summary>Written only.</summary>
    public static GraphFormat Format { get; } = new("svg", ".svg") { Write = Write };

    /// <summary>Writes the picture; an <see cref="InputException"/> when the map is too large to be looked at.</summary>
    public static void Write(ArgumentMap map, TextWriter output, Highlights highlights)
    {
        if (map.Graph.NodeCount > MostNodes)
            throw new InputException(
                $"svg: {map.Graph.NodeCount} arguments and inferences; at most {MostNodes} can be drawn (dot draws more)");
        var picture = new Picture(map.Graph);
        if (picture.Lines.Count > MostEdges)
            throw new InputException($"svg: {picture.Lines.Count} attacks and supports; at most {MostEdges} can be drawn (dot draws more)");
        new SvgDrawing(map, picture, highlights, output).Write();
    }
}
