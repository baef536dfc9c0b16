using Debate.Core.Output;

namespace Debate.Tournaments;

/// <summary>
/// Draws the head-to-head matrix: a square a pair, best rated first, with the row's points in per cent of the maximum. The first series'
/// colour means that the row has more than half, the second's that it has less; a clearer result has a stronger colour.
/// </summary>
public static class HeadToHeadSvg
{
    private const double Width = 720, Top = 64, Right = 700;
    private const int MaxNameLength = 22, MaxDebaters = 20;

    /// <summary>The drawing; null if nobody met, or if there are too many debaters for it to be legible.</summary>
    public static SvgDrawing? Draw(Leaderboard board, string id = "head-to-head")
    {
        var names = board.Standings.Select(line => line.Name).ToArray();
        if (board.Pairs.Count == 0 || names.Length > MaxDebaters) return null;
        var left = 46 + 7.5 * names.Max(name => SvgCanvas.Shorten(name, MaxNameLength).Length);
        var size = Math.Min(64, (Right - left) / names.Length);
        var canvas = new SvgCanvas(Width, Top + size * names.Length + 44);
        canvas.Text(20, 28, "Points of the row against the column, in per cent", " font-weight=\"600\"", size: 16);
        for (var i = 0; i < names.Length; i++)
        {
            canvas.Text(left + size * (i + 0.5), Top - 8, SvgCanvas.Invariant($"{i + 1}"), anchor: "middle");
            var name = SvgCanvas.Shorten(names[i], MaxNameLength);
            canvas.Text(left - 10, Top + size * (i + 0.5) + 4, SvgCanvas.Invariant($"{i + 1} {name}"), anchor: "end");
        }
        var place = names.Select((name, i) => (name, i)).ToDictionary(entry => entry.name, entry => entry.i, StringComparer.Ordinal);
        foreach (var pair in board.Pairs)
        {
            DrawSquare(canvas, pair, (left + size * place[pair.B], Top + size * place[pair.A], size));
            DrawSquare(canvas, Reverse(pair), (left + size * place[pair.A], Top + size * place[pair.B], size));
        }
        canvas.Text(left, Top + size * names.Length + 26, "Below the diagonal, a high number is a better one losing.");
        return canvas.Finish(id, "Points of each debater against each other one", Describe(board.Pairs));
    }

    private static void DrawSquare(SvgCanvas canvas, HeadToHead pair, (double X, double Y, double Size) at)
    {
        var share = pair.Points / pair.Games;
        canvas.Tile(
            SeriesStyle.Get(share >= 0.5 ? 0 : 1), (at.X + 1.5, at.Y + 1.5, at.Size - 3), 0.06 + Math.Abs(share - 0.5),
            SvgCanvas.Invariant($"{pair.A} against {pair.B}: {pair.Points:0.#} of {pair.Games}"));
        canvas.Text(at.X + at.Size / 2, at.Y + at.Size / 2 + 4, SvgCanvas.Invariant($"{100 * share:0}"), anchor: "middle");
    }

    private static HeadToHead Reverse(HeadToHead pair) => new(pair.B, pair.A, pair.Games, pair.Games - pair.Points);

    private static string Describe(IReadOnlyList<HeadToHead> pairs) => string.Join(
        "; ", pairs.Select(pair => SvgCanvas.Invariant($"{pair.A} has {pair.Points:0.#} of {pair.Games} against {pair.B}"))) + ".";
}
