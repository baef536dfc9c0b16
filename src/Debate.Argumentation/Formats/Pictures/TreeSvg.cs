using System.Globalization;
using Debate.Argumentation.Semantics;
using Debate.Core.Input;
using Debate.Core.Output;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>What a tree shows of one item, whatever draws it.</summary>
/// <param name="Head">The id, cut to one line.</param>
/// <param name="Speaker">Who put it forward, cut to one line; null if nobody is named.</param>
/// <param name="Lines">The text, wrapped and cut.</param>
/// <param name="Height">The height of its box in pixels.</param>
internal sealed record TreeBox(string Head, string? Speaker, IReadOnlyList<string> Lines, double Height)
{
    /// <summary>The width of all boxes in pixels.</summary>
    public const double Width = 252;

    /// <summary>How far below a box's top its lines start and end, in pixels.</summary>
    public const double Anchor = 15;

    /// <summary>The height of a line of text in pixels.</summary>
    public const double LineHeight = 16;

    private const int MaxColumns = 38, MaxLines = 4;

    /// <summary>The box of an item; one that refers to another place, and the joint of an inference, are one line high.</summary>
    public static TreeBox Create(ArgumentMap map, TreeItem item, bool hasStrength)
    {
        var graph = map.Graph;
        if (graph.IsInference(item.Node)) return new(WrappedText.Cut(graph.Id(item.Node), MaxColumns - 6), null, [], 2 * Anchor);
        var speaker = map.Provenance.SpeakerOf(graph.Id(item.Node)) is { } name ? WrappedText.Cut(name, 18) : null;
        var head = WrappedText.Cut(graph.Id(item.Node), speaker is null ? 27 : 16);
        if (item.IsRepeated) return new(head, speaker, [], 2 * Anchor);
        var lines = WrappedText.Wrap(graph.Text(item.Node), MaxColumns, MaxLines);
        return new(head, speaker, lines, 2 * Anchor + LineHeight * lines.Count + (lines.Count > 0 ? 2 : 0) + (hasStrength ? 8 : 0));
    }
}

/// <summary>
/// A map as a tree from left to right, with branches folded below a depth. The sign at the left of a box says how it bears on the box that
/// its line leads to: + supports, − attacks, ~ undercuts, &amp; is a premise. A dashed box refers to an argument that stands elsewhere; +12
/// at its right says how many items are folded below. Acceptance is a word and the form of the border, strength a number and a bar.
/// </summary>
internal sealed class TreeSvg
{
    /// <summary>How many items are shown where no depth is given.</summary>
    public const int ComfortableItems = 48;

    private const double Margin = 28, Padding = 10;

    private readonly ArgumentMap _map;
    private readonly Highlights _highlights;
    private readonly SvgPage _page;
    private readonly IReadOnlyList<TreeItem> _items;
    private readonly bool[] _shown;
    private readonly int[] _below;
    private readonly TreeBox[] _boxes;
    private readonly TreeLayout _layout;
    private readonly int _deepest;
    private readonly int _alone;

    public TreeSvg(ArgumentMap map, Highlights highlights, TextWriter output)
    {
        (_map, _highlights, _page) = (map, highlights, new(output));
        var tree = MapTree.Create(map);
        _items = tree.Items;
        _below = TreeFolding.CountBelow(_items);
        var levels = TreeFolding.FindLevels(_items, map.Graph);
        _deepest = levels.DefaultIfEmpty().Max();
        var depth = highlights.Depth
            ?? TreeFolding.ChooseDepth(levels.Where((_, i) => !IsFoldedAway(tree, _items[i])), ComfortableItems);
        _shown = [.. _items.Select((item, i) => levels[i] <= depth && !(highlights.Depth is null && IsFoldedAway(tree, item)))];
        _alone = highlights.Depth is null ? _items.Count(i => IsFoldedAway(tree, i)) : 0;
        if (_shown.Count(s => s) > Svg.MaxNodes)
            throw new InputException(FormattableString.Invariant(
                $"svg: {_shown.Count(s => s)} boxes; at most {Svg.MaxNodes} can be drawn (--depth, --focus and --out x.html show parts)"));
        _boxes = [.. _items.Select(i => TreeBox.Create(map, i, highlights.StrengthOf(i.Node) is not null))];
        _layout = new(_items, [.. _boxes.Select(b => b.Height)], TreeBox.Width, _shown);
    }

    public void Write()
    {
        var title = WrappedText.Wrap(_map.Title, Math.Max(36, (int)(_layout.Size.Width / 11)), 3);
        var notes = Notes().ToList();
        var top = Margin + 26 * title.Count + 8;
        var size = new PictureSize(
            Math.Max(_layout.Size.Width, 520) + 2 * Margin + 30, _layout.Size.Height + top + Margin + 44 + 18 * notes.Count);
        _page.Begin(_map.Title, size);
        for (var i = 0; i < title.Count; i++) _page.Text(new(Margin, Margin + 14 + 26 * i), title[i], SvgPage.TitleStyle);
        _page.Write($"\n<g transform=\"translate({Margin:0.#} {top:0.#})\">\n");
        foreach (var family in Enumerable.Range(0, _items.Count).Where(i => _shown[i] && _items[i].Parent >= 0).GroupBy(i => _items[i].Parent))
        {
            var kinds = family.GroupBy(i => KindOf(_items[i].Sign)).ToList();
            foreach (var kind in kinds) WriteBranch(family.Key, kind.Key, [.. kind], isMixed: kinds.Count > 1);
        }
        for (var i = 0; i < _items.Count; i++) if (_shown[i]) WriteItem(i);
        _page.Write($"</g>\n");
        for (var i = 0; i < notes.Count; i++)
            _page.Text(new(Margin, size.Height - Margin - 24 - 18 * (notes.Count - 1 - i)), notes[i], "font-size=\"12\" fill=\"#475569\"");
        _page.Legend(new(Margin, size.Height - Margin), _highlights);
        _page.End();
    }

    // An argument without any relation tells nothing by its place, so many of them are folded away together.
    private bool IsFoldedAway(MapTree tree, TreeItem item) => _map.Graph.ArgumentCount > Svg.MaxLayered && item.Depth == 0
        && !_map.Graph.IsInference(item.Node) && tree.IsAlone(item.Node) && !_map.Motions.Contains(_map.Graph.Id(item.Node));

    private IEnumerable<string> Notes()
    {
        var hidden = _items.Zip(_shown).Count(i => !i.Second && !i.First.IsRepeated && !_map.Graph.IsInference(i.First.Node)) - _alone;
        if (hidden > 0)
            yield return FormattableString.Invariant($"{hidden} of {_map.Graph.ArgumentCount} arguments are folded: +N says how many ")
                + FormattableString.Invariant($"boxes stand below; --depth {_deepest} shows all of them.");
        if (_alone > 0)
            yield return FormattableString.Invariant($"{_alone} arguments bear on nothing, and nothing bears on them: they are not drawn.");
    }

    // The children of one kind share a line to their parent, so that many of them do not become a bundle.
    private void WriteBranch(int parent, LineKind kind, int[] children, bool isMixed)
    {
        var to = _layout.Corners[parent];
        var isJoint = _map.Graph.IsInference(_items[parent].Node);
        var share = kind switch { LineKind.Support => 0.36, LineKind.Attack => 0.64, _ => 0.5 };
        var (x, y) = (to.X + TreeBox.Width + TreeLayout.Gutter * share, to.Y + TreeBox.Anchor);
        if (isMixed) y += (share - 0.5) * (isJoint ? 18 : 36);
        var end = to.X + (isJoint ? SvgBox.JointDiameter : TreeBox.Width);
        var ofAttack = isJoint && _map.Graph.Kind(_items[parent].Node) == InferenceKind.Attack;
        var last = _layout.Corners[children[^1]].Y + TreeBox.Anchor;
        _page.Line(string.Create(CultureInfo.InvariantCulture, $"M{x:0.#} {last:0.#}V{y:0.#}H{end:0.#}"), kind, isMutual: false, ofAttack);
        foreach (var child in children)
        {
            var from = _layout.Corners[child];
            _page.Stub(string.Create(CultureInfo.InvariantCulture, $"M{from.X:0.#} {from.Y + TreeBox.Anchor:0.#}H{x:0.#}"), kind, ofAttack);
        }
    }

    private static LineKind KindOf(char sign) => sign switch { '+' => LineKind.Support, '&' => LineKind.Premise, _ => LineKind.Attack };

    private void WriteItem(int i)
    {
        var (item, box, at) = (_items[i], _boxes[i], _layout.Corners[i]);
        var isJoint = _map.Graph.IsInference(item.Node);
        var id = _map.Graph.Id(item.Node);
        _page.Write($"<g><title>{XmlText.Escape(isJoint ? id : Whole(id, item.Node))}</title>");
        if (isJoint) WriteJoint(item, at);
        else WriteBox(item, box, at);
        if (item.Sign != '*') WriteSign(item.Sign, at);
        if (_below[i] > 0 && !(i + 1 < _items.Count && _items[i + 1].Parent == i && _shown[i + 1])) WriteFolded(_below[i], at, isJoint);
        _page.Write($"</g>\n");
    }

    private string Whole(string id, int node) =>
        $"{id}: {_map.Graph.Text(node)}{(_map.Provenance.SpeakerOf(id) is { } speaker ? $" ({speaker})" : "")}";

    private void WriteJoint(TreeItem item, PicturePoint at)
    {
        var d = SvgBox.JointDiameter;
        _page.Write($"<rect x=\"{at.X:0.#}\" y=\"{at.Y + TreeBox.Anchor - d / 2:0.#}\" width=\"{d}\" height=\"{d}\" rx=\"6\"");
        _page.Write($" {SvgPage.Border(_highlights, item.Node, isMotion: false)}/>");
    }

    private void WriteBox(TreeItem item, TreeBox box, PicturePoint at)
    {
        var isMotion = _map.Motions.Contains(_map.Graph.Id(item.Node));
        var border = item.IsRepeated ? "fill=\"#f8fafc\" stroke=\"#94a3b8\" stroke-width=\"1.2\" stroke-dasharray=\"2 3\""
            : SvgPage.Border(_highlights, item.Node, isMotion);
        _page.Write($"<rect x=\"{at.X:0.#}\" y=\"{at.Y:0.#}\" width=\"{TreeBox.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"7\"");
        _page.Write($" {border}/>");
        var row = new PicturePoint(at.X + Padding + (item.Sign == '*' ? 0 : 4), at.Y + 19);
        _page.Text(row, item.IsRepeated ? $"\u21AA {box.Head}" : box.Head, "font-size=\"11\" font-weight=\"bold\" fill=\"#475569\"");
        var right = at.X + TreeBox.Width - Padding;
        var status = _page.Status(_highlights, item.Node, new(right, at.Y + 19), item.IsRepeated);
        if (box.Speaker is not null)
            _page.Text(new(right - status, at.Y + 19), box.Speaker,
                "text-anchor=\"end\" font-size=\"11\" font-style=\"italic\" fill=\"#475569\"");
        foreach (var line in box.Lines)
        {
            row = row with { Y = row.Y + TreeBox.LineHeight };
            _page.Text(row, line, "font-size=\"12\" fill=\"#0f172a\"");
        }
        if (!item.IsRepeated && _highlights.StrengthOf(item.Node) is { } strength)
            _page.Bar(new(at.X + Padding, at.Y + box.Height - 10), TreeBox.Width - 2 * Padding, strength);
    }

    private void WriteSign(char sign, PicturePoint at)
    {
        var colour = sign switch { '-' or '~' => PictureColours.Attack, '+' => PictureColours.Support, _ => PictureColours.Premise };
        var (x, y) = (at.X, at.Y + TreeBox.Anchor);
        _page.Write($"<path d=\"M{x - 8:0.#} {y:0.#}a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z\" fill=\"#ffffff\" stroke=\"{colour}\"");
        _page.Write($" stroke-width=\"1.5\"/>");
        _page.Text(new(x, y + 4.5), sign == '-' ? "\u2212" : sign.ToString(),
            $"text-anchor=\"middle\" font-size=\"13\" font-weight=\"bold\" fill=\"{colour}\"");
    }

    private void WriteFolded(int count, PicturePoint at, bool isJoint)
    {
        var told = string.Create(CultureInfo.InvariantCulture, $"+{count}");
        var (width, x) = (WrappedText.MeasureEms(told) * 11 + 10, at.X + (isJoint ? SvgBox.JointDiameter + 4 : TreeBox.Width - 4));
        _page.Write($"<rect x=\"{x:0.#}\" y=\"{at.Y + TreeBox.Anchor - 9:0.#}\" width=\"{width:0.#}\" height=\"18\" rx=\"9\"");
        _page.Write($" fill=\"#e2e8f0\" stroke=\"#64748b\"/>");
        _page.Text(new(x + width / 2, at.Y + TreeBox.Anchor + 4), told, "text-anchor=\"middle\" font-size=\"11\" fill=\"#0f172a\"");
    }
}
