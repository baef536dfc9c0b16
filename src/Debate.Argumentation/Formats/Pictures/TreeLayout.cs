namespace Debate.Argumentation.Formats.Pictures;

/// <summary>
/// A tree from left to right: a column for each level, in each the items in the order of reading, an item's first child level with its top.
/// Lines between an item and its parent run between their columns only, so none can run behind a box. Trees are set one below the other, in
/// as many strips side by side as make the whole about as wide as high. The viewer of map pages folds and unfolds by the same rule.
/// </summary>
internal sealed class TreeLayout
{
    /// <summary>The room between two columns, in pixels.</summary>
    public const double Gutter = 58;

    /// <summary>The room between two items of a column, in pixels.</summary>
    public const double Gap = 12;

    private const double TreeGap = 26, Shape = 1.5;

    private readonly IReadOnlyList<TreeItem> _items;
    private readonly IReadOnlyList<double> _heights;
    private readonly double _width;

    /// <param name="items">The items.</param>
    /// <param name="heights">Their heights in pixels.</param>
    /// <param name="width">The width of all boxes in pixels.</param>
    /// <param name="isShown">Whether an item is shown; never below one that is not.</param>
    public TreeLayout(IReadOnlyList<TreeItem> items, IReadOnlyList<double> heights, double width, IReadOnlyList<bool> isShown)
    {
        (_items, _heights, _width) = (items, heights, width);
        Corners = new PicturePoint[items.Count];
        var trees = FindTrees(isShown);
        PlaceItems(isShown, Whole(isShown));
        Size = PackTrees(trees, isShown);
    }

    /// <summary>The top left corner of each item that is shown.</summary>
    public PicturePoint[] Corners { get; }

    /// <summary>The size of the whole picture.</summary>
    public PictureSize Size { get; }

    private List<(int Start, int End)> FindTrees(IReadOnlyList<bool> isShown)
    {
        var starts = Enumerable.Range(0, _items.Count).Where(i => _items[i].Parent < 0).ToList();
        return [.. starts.Select((start, k) => (start, k + 1 < starts.Count ? starts[k + 1] : _items.Count)).Where(t => isShown[t.start])];
    }

    // The height that an item takes with all that is shown below it.
    private double[] Whole(IReadOnlyList<bool> isShown)
    {
        var whole = new double[_items.Count];
        for (var i = _items.Count - 1; i >= 0; i--)
        {
            if (!isShown[i]) continue;
            // So far it is what its children take, each with a gap after it.
            whole[i] = Math.Max(_heights[i], whole[i] - Gap);
            if (_items[i].Parent >= 0) whole[_items[i].Parent] += whole[i] + Gap;
        }
        return whole;
    }

    private void PlaceItems(IReadOnlyList<bool> isShown, double[] whole)
    {
        var next = new double[_items.Count];
        for (var i = 0; i < _items.Count; i++)
        {
            if (!isShown[i]) continue;
            var parent = _items[i].Parent;
            var y = parent < 0 ? 0 : next[parent];
            if (parent >= 0) next[parent] = y + whole[i] + Gap;
            next[i] = y;
            Corners[i] = new(_items[i].Depth * (_width + Gutter), y);
        }
    }

    private PictureSize PackTrees(List<(int Start, int End)> trees, IReadOnlyList<bool> isShown)
    {
        var sizes = trees.ConvertAll(t => TreeSize(t, isShown));
        var area = sizes.Sum(s => (s.Width + Gutter) * (s.Height + TreeGap));
        var limit = Math.Max(Math.Sqrt(area / Shape), sizes.Select(s => s.Height).DefaultIfEmpty().Max());
        var (x, y, strip, height) = (0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < trees.Count; k++)
        {
            if (y > 0 && y + sizes[k].Height > limit) (x, y, strip) = (x + strip + Gutter, 0, 0);
            for (var i = trees[k].Start; i < trees[k].End; i++) Corners[i] = new(Corners[i].X + x, Corners[i].Y + y);
            strip = Math.Max(strip, sizes[k].Width);
            height = Math.Max(height, y + sizes[k].Height);
            y += sizes[k].Height + TreeGap;
        }
        return new(x + strip, height);
    }

    private PictureSize TreeSize((int Start, int End) tree, IReadOnlyList<bool> isShown)
    {
        var (width, height) = (0.0, 0.0);
        for (var i = tree.Start; i < tree.End; i++)
        {
            if (!isShown[i]) continue;
            width = Math.Max(width, Corners[i].X + _width);
            height = Math.Max(height, Corners[i].Y + _heights[i]);
        }
        return new(width, height);
    }
}

/// <summary>Which items of a tree are shown, level by level.</summary>
public static class TreeFolding
{
    /// <summary>
    /// The level of each item: how many arguments stand above it. An inference is on the level of its premises, so that none is shown without
    /// them. -1, the node of a group, counts as an argument.
    /// </summary>
    public static int[] FindLevels(IReadOnlyList<TreeItem> items, ArgumentGraph graph)
    {
        var levels = new int[items.Count];
        for (var i = 0; i < items.Count; i++)
            if (items[i].Parent is >= 0 and var parent) levels[i] = levels[parent] + (graph.IsInference(items[parent].Node) ? 0 : 1);
        return levels;
    }

    /// <summary>The level down to which a tree shows at most <paramref name="max"/> items, and at least the first below its roots.</summary>
    public static int ChooseDepth(IEnumerable<int> itemLevels, int max)
    {
        var levels = itemLevels.CountBy(level => level).ToDictionary();
        var (depth, shown) = (0, levels.GetValueOrDefault(0));
        while (levels.GetValueOrDefault(depth + 1) is > 0 and var more && (depth == 0 || shown + more <= max))
            (depth, shown) = (depth + 1, shown + more);
        return depth;
    }

    /// <summary>For each item how many stand below it, however deep.</summary>
    public static int[] CountBelow(IReadOnlyList<TreeItem> items)
    {
        var counts = new int[items.Count];
        for (var i = items.Count - 1; i >= 0; i--) if (items[i].Parent is >= 0 and var parent) counts[parent] += counts[i] + 1;
        return counts;
    }
}
