namespace Debate.Argumentation.Formats.Pictures;

/// <summary>
/// A picture as one self-contained SVG file: no script, no font, no external reference. Claims are at the top, their attackers and
/// supporters below; an attack is a dashed red line with a filled head, a support a green one with an open head; joint premises meet in a
/// joint, and an undercut points at the joint. Texts are wrapped and truncated after <see cref="MaxLines"/> lines; the full text is the
/// box's tooltip.
/// </summary>
public static class Svg
{
    /// <summary>Maximum number of arguments and inferences; a larger picture would be unreadable.</summary>
    public const int MaxNodes = 2_000;

    /// <summary>Maximum number of lines.</summary>
    public const int MaxEdges = 10_000;

    /// <summary>Maximum number of text lines in a box.</summary>
    public const int MaxLines = 8;

    /// <summary>The svg format; write-only.</summary>
    public static GraphFormat Format { get; } = new("svg", ".svg") { Write = Write };

    /// <summary>Writes the picture; an <see cref="InputException"/> if the map is too large.</summary>
    public static void Write(ArgumentMap map, TextWriter output, Highlights highlights)
    {
        if (map.Graph.NodeCount > MaxNodes)
            throw new InputException(
                $"svg: {map.Graph.NodeCount} arguments and inferences; at most {MaxNodes} can be drawn (dot draws more)");
        var picture = new Picture(map.Graph);
        if (picture.Lines.Count > MaxEdges)
            throw new InputException($"svg: {picture.Lines.Count} attacks and supports; at most {MaxEdges} can be drawn (dot draws more)");
        new GraphSvg(map, picture, highlights, output).Write();
    }
}
