using System.Runtime.InteropServices;

namespace Debate.Argumentation.Formats;

/// <summary>All occurrences of a statement or argument with one title, or one without a title.</summary>
internal sealed class ArgdownNode(bool isArgument, string? title, int line)
{
    public bool IsArgument => isArgument;
    public string? Title => title;
    public int Line => line;
    public string? Text { get; set; }
    public ArgdownData Data { get; set; } = new();

    /// <summary>Its position in the order of first definition or own listing; null if it is only referenced.</summary>
    public int? Order { get; set; }

    /// <summary>True if it takes part in a relation or a premise-conclusion structure.</summary>
    public bool IsUsed { get; set; }

    /// <summary>The steps of its premise-conclusion structure, if it has one.</summary>
    public List<ArgdownStep> Steps { get; } = [];

    /// <summary>Its name in error messages.</summary>
    public string DisplayName => title is null ? "an untitled one" : isArgument ? $"<{title}>" : $"[{title}]";
}

/// <summary>One inference of a premise-conclusion structure.</summary>
internal sealed record ArgdownStep(ArgdownNode Owner, IReadOnlyList<ArgdownNode> Premises, int Line)
{
    public ArgdownNode Conclusion { get; set; } = null!;
}

/// <summary>A relation from its source to its target; the sign is + - _ or x (contradiction).</summary>
internal sealed record ArgdownRelation(char Sign, ArgdownNode From, ArgdownNode To, ArgdownStep? Step, int Line);

/// <summary>A parsed document, before it is mapped to a graph.</summary>
internal sealed record ArgdownDocument(List<ArgdownNode> Nodes, List<ArgdownRelation> Relations)
{
    /// <summary>Number of further texts of titles that already have one.</summary>
    public int OtherTexts { get; set; }
}

/// <summary>Reads the blocks of an Argdown text: elements with their relations, lists, headings, premise-conclusion structures.</summary>
internal sealed class ArgdownReader(ArgdownSource source)
{
    private static readonly string[] RelationSigns = ["<+", "<-", "<_", "+>", "->", "_>", "><", "+", "-", "_"];

    private readonly ArgdownDocument _document = new([], []);
    private readonly Dictionary<(bool, string), ArgdownNode> _titled = [];
    private ArgdownNode? _above;
    private int _nextOrder;

    public ArgdownDocument Read()
    {
        foreach (var block in source.ReadBlocks())
        {
            var lines = CollectionsMarshal.AsSpan(block)[(IsHeading(block[0].Text) ? 1 : 0)..];
            if (lines.Length == 0) _above = null;
            else if (PremiseNumberLength(lines[0].Text) > 0) new ArgdownStructure(this, source, _above).Read(lines);
            else ReadElements(lines);
        }
        return _document;
    }

    /// <summary>Reads the elements of a block, one under the other.</summary>
    private void ReadElements(ReadOnlySpan<ArgdownLine> lines)
    {
        _above = null;
        var tree = new ArgdownTree(this, source);
        for (var at = 0; at < lines.Length;)
        {
            var (line, sign) = (lines[at], SignOf(lines[at].Text));
            var mark = sign.Length == 0 ? ListMarkLength(line.Text) : 0;
            var end = at + 1;
            while (end < lines.Length && !IsElementStart(lines[end].Text)) end++;
            var element = ReadElement(lines[at..end], Math.Max(sign.Length, mark));
            if (sign.Length > 0) tree.AddRelation(line, sign, element);
            else _above = tree.SetRoot(line, GetOrAddNode(element, isListed: true));
            at = end;
        }
        // A structure belongs to the argument right above it, which may have relations of its own.
        if (_above is { IsArgument: false }) _above = null;
    }

    private static bool IsElementStart(string text) => SignOf(text).Length > 0 || ListMarkLength(text) > 0;

    /// <summary>The element on these lines, without the first <paramref name="skip"/> characters.</summary>
    public ArgdownElement ReadElement(ReadOnlySpan<ArgdownLine> lines, int skip)
    {
        var content = lines[0].Text[skip..].Trim();
        if (lines.Length > 1)
            content += "\n" + string.Join('\n', lines[1..].ToArray().Select(l => l.Text));
        content = content.Trim();
        return content.Length > 0 ? ArgdownElement.Parse(source, lines[0].Number, content)
            : throw source.Error(lines[0].Number, $"'{lines[0].Text}': here goes a statement or an argument");
    }

    /// <summary>The node to which an element belongs; created if its title is new.</summary>
    public ArgdownNode GetOrAddNode(ArgdownElement element, bool isListed)
    {
        ArgdownNode? node = null;
        if (element.Title is null || !_titled.TryGetValue((element.IsArgument, element.Title), out node))
        {
            node = AddNode(element.IsArgument, element.Line, element.Title);
            if (element.Title is not null) _titled.Add((element.IsArgument, element.Title), node);
        }
        if (isListed || element.Text is not null) node.Order ??= _nextOrder++;
        if (node.Text is not null && element.Text is not null) _document.OtherTexts++;
        node.Text ??= element.Text;
        var (old, data) = (node.Data, element.Data);
        node.Data = new(old.Id ?? data.Id, old.Text ?? data.Text, old.Score ?? data.Score, old.Step ?? data.Step);
        return node;
    }

    /// <summary>Adds a new node.</summary>
    public ArgdownNode AddNode(bool isArgument, int line, string? title = null)
    {
        var node = new ArgdownNode(isArgument, title, line);
        _document.Nodes.Add(node);
        return node;
    }

    /// <summary>The next position in the order of nodes.</summary>
    public int NextOrder() => _nextOrder++;

    public void AddRelation(ArgdownRelation relation)
    {
        relation.From.IsUsed = relation.To.IsUsed = true;
        _document.Relations.Add(relation);
    }

    /// <summary>The relation sign, with its direction, at the start of the line; empty if there is none.</summary>
    public static string SignOf(string text)
    {
        foreach (var sign in RelationSigns)
            if (text.StartsWith(sign, StringComparison.Ordinal) && IsWordEnd(text, sign.Length)) return sign;
        return "";
    }

    /// <summary>The length of a parenthesised premise number at the start of the line; 0 if there is none.</summary>
    public static int PremiseNumberLength(string text)
    {
        if (text.Length == 0 || text[0] != '(') return 0;
        var end = 1;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return end > 1 && end < text.Length && text[end] == ')' && IsWordEnd(text, end + 1) ? end + 1 : 0;
    }

    private static bool IsWordEnd(string text, int at) => at == text.Length || char.IsWhiteSpace(text[at]);

    private static bool IsHeading(string text)
    {
        var level = text.Length - text.AsSpan().TrimStart('#').Length;
        return level > 0 && (level == text.Length || char.IsWhiteSpace(text[level]));
    }

    private static int ListMarkLength(string text)
    {
        if (text.StartsWith("* ", StringComparison.Ordinal)) return 1;
        var end = 0;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return end > 0 && end + 1 < text.Length && text[end] == '.' && text[end + 1] == ' ' ? end + 1 : 0;
    }
}

/// <summary>The open ancestors in a block: a relation belongs to the nearest preceding element that is indented less.</summary>
internal sealed class ArgdownTree(ArgdownReader reader, ArgdownSource source)
{
    private readonly Stack<(int Indent, ArgdownNode? Node, ArgdownStep? Step)> _above = new();

    public ArgdownNode SetRoot(ArgdownLine line, ArgdownNode node, ArgdownStep? step = null)
    {
        _above.Clear();
        _above.Push((line.Indent, node, step));
        return node;
    }

    public void SetRoot(ArgdownLine line, ArgdownStep step)
    {
        _above.Clear();
        _above.Push((line.Indent, null, step));
    }

    public void AddRelation(ArgdownLine line, string sign, ArgdownElement element)
    {
        while (_above.TryPeek(out var top) && top.Indent >= line.Indent) _above.Pop();
        if (!_above.TryPeek(out var parent))
            throw source.Error(line.Number, $"'{sign}' must stand under, and be indented more than, what it relates to");
        var (kind, outgoing) = (sign == "><" ? 'x' : sign[0] == '<' ? sign[1] : sign[0], sign is ['+' or '-' or '_', '>']);
        if (parent.Node is null && (kind != '_' || outgoing))
            throw source.Error(line.Number, $"'{sign}': only an undercut (_ or <_) bears on an inference");
        var child = reader.GetOrAddNode(element, isListed: false);
        var above = parent.Node ?? parent.Step!.Owner;
        reader.AddRelation(outgoing
            ? new(kind, above, child, null, line.Number)
            : new(kind, child, above, kind == '_' ? parent.Step : null, line.Number));
        _above.Push((line.Indent, child, null));
    }
}

/// <summary>Reads a premise-conclusion structure.</summary>
internal sealed class ArgdownStructure(ArgdownReader reader, ArgdownSource source, ArgdownNode? above)
{
    private readonly List<ArgdownNode> _premises = [];
    private ArgdownNode _owner = null!;
    private ArgdownStep? _open;
    private bool _inRules;

    public void Read(ReadOnlySpan<ArgdownLine> lines)
    {
        _owner = above ?? reader.AddNode(isArgument: true, lines[0].Number);
        _owner.Order ??= reader.NextOrder();
        if (_owner.Steps.Count > 0) throw source.Error(lines[0].Number, $"{_owner.DisplayName} has a premise-conclusion structure already");
        var tree = new ArgdownTree(reader, source);
        for (var at = 0; at < lines.Length;)
        {
            var end = at + 1;
            while (end < lines.Length && !IsPartStart(lines[end].Text)) end++;
            ReadPart(tree, lines[at..end]);
            at = end;
        }
        if (_open is not null || _inRules || _premises.Count != 1 || _owner.Steps.Count == 0)
            throw source.Error(lines[^1].Number, "a premise-conclusion structure ends with an inference (----) and its conclusion");
    }

    private bool IsPartStart(string text) =>
        ArgdownReader.PremiseNumberLength(text) > 0 || ArgdownReader.SignOf(text).Length > 0 || DashCount(text) > 0;

    private void ReadPart(ArgdownTree tree, ReadOnlySpan<ArgdownLine> lines)
    {
        var line = lines[0];
        var dashes = DashCount(line.Text);
        if (dashes > 0 || _inRules)
        {
            if (dashes > 0 && (_inRules || dashes >= 4)) BeginInference(tree, line);
            // Two or three dashes start a list of rules, which is skipped up to the next dashes.
            _inRules = dashes > 0 ? !_inRules && dashes < 4 : _inRules;
            return;
        }
        if (ArgdownReader.SignOf(line.Text) is { Length: > 0 } sign) tree.AddRelation(line, sign, reader.ReadElement(lines, sign.Length));
        else ReadStatement(tree, line, reader.ReadElement(lines, ArgdownReader.PremiseNumberLength(line.Text)));
    }

    private void BeginInference(ArgdownTree tree, ArgdownLine line)
    {
        if (_premises.Count == 0 || _open is not null)
            throw source.Error(line.Number, "an inference stands between premises and their conclusion");
        _open = new(_owner, [.. _premises], line.Number);
        _premises.Clear();
        tree.SetRoot(line, _open);
    }

    private void ReadStatement(ArgdownTree tree, ArgdownLine line, ArgdownElement element)
    {
        if (element.IsArgument) throw source.Error(line.Number, $"<{element.Title}>: premises and conclusions are statements");
        var node = reader.GetOrAddNode(element, isListed: false);
        node.IsUsed = true;
        node.Order ??= node.Title is null ? reader.NextOrder() : null;
        _premises.Add(node);
        tree.SetRoot(line, node, _open);
        if (_open is null) return;
        _open.Conclusion = node;
        _owner.Steps.Add(_open);
        _open = null;
    }

    private static int DashCount(string text) => text.Length >= 2 && text.AsSpan().TrimStart('-').IsEmpty ? text.Length : 0;
}
