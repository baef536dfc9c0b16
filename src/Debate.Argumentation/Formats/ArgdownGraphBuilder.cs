using System.Globalization;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>The fixed mapping from an Argdown document to an argument graph, as documented at <see cref="Argdown"/>.</summary>
internal sealed class ArgdownGraphBuilder
{
    private readonly ArgdownSource _source;
    private readonly ArgdownDocument _document;
    private readonly List<ArgdownNode> _nodes;
    private readonly Dictionary<ArgdownNode, string> _ids = [];
    private readonly Dictionary<ArgdownStep, string> _steps = [];
    private readonly Dictionary<ArgdownNode, ArgdownSketch> _sketches = [];
    private readonly HashSet<string> _usedIds = new(StringComparer.Ordinal);
    private readonly ArgumentGraphBuilder _builder = new();
    private readonly List<(string Text, int Count)> _notes = [];

    public ArgdownGraphBuilder(ArgdownSource source, ArgdownDocument document)
    {
        (_source, _document) = (source, document);
        _nodes = [.. document.Nodes.Where(n => n.Title is not null || n.IsUsed || n.Steps.Count > 0).OrderBy(n => n.Order ?? int.MaxValue)];
        foreach (var node in _nodes.Where(n => n.Data.Step is not null && n.Steps.Count == 0)) _sketches[node] = new();
    }

    public (ArgumentGraph Graph, IReadOnlyList<string> Notes) Build()
    {
        AssignIds();
        foreach (var node in _nodes.Where(IsPlain))
            AddAt(node.Line, () => _builder.AddArgument(_ids[node], node.Data.Text ?? node.Text ?? "", node.Data.Score ?? 0.5));
        var relations = _document.Relations.Where(r => !TryAddToSketch(r)).ToList();
        foreach (var node in _nodes.Where(n => !IsPlain(n))) AddSteps(node);
        AddSupports(relations.Where(r => r.Sign == '+'));
        foreach (var relation in relations.Where(r => r.Sign != '+')) AddAttacks(relation);
        AddNotes(relations);
        return (_builder.Build(), [.. _notes.Where(n => n.Count > 0).Select(n => $"{n.Count} {n.Text}")]);
    }

    private bool IsPlain(ArgdownNode node) => node.Steps.Count == 0 && !_sketches.ContainsKey(node);

    // Ids from the file are assigned first, so that a generated id never collides with them.
    private void AssignIds()
    {
        var statements = _nodes.Where(n => !n.IsArgument && n.Title is not null).Select(n => n.Title!).ToHashSet(StringComparer.Ordinal);
        foreach (var node in _nodes.Where(n => n.Data.Id is not null || n.Title is not null))
        {
            var id = node.Data.Id ?? (node.IsArgument && statements.Contains(node.Title!) ? $"<{node.Title}>" : node.Title!);
            if (!_usedIds.Add(id)) throw _source.Error(node.Line, $"id '{id}': duplicate id");
            _ids[node] = id;
        }
        var untitled = 0;
        foreach (var node in _nodes.Where(n => !_ids.ContainsKey(n)))
        {
            string id;
            do id = string.Create(CultureInfo.InvariantCulture, $"Untitled {++untitled}"); while (!_usedIds.Add(id));
            _ids[node] = id;
        }
        foreach (var node in _nodes)
            for (var i = 0; i < node.Steps.Count; i++)
                _steps[node.Steps[i]] = i == node.Steps.Count - 1 ? _ids[node] : CreateUniqueId($"{_ids[node]}.{i + 1}");
    }

    private string CreateUniqueId(string wish)
    {
        while (!_usedIds.Add(wish)) wish += "'";
        return wish;
    }

    // Relations of a sketched step define its premises and its conclusion.
    private bool TryAddToSketch(ArgdownRelation relation)
    {
        if (_sketches.TryGetValue(relation.From, out var sketch))
        {
            if (relation.Sign != (relation.From.Data.Step == InferenceKind.Attack ? '-' : '+') || sketch.Conclusion is not null)
                throw _source.Error(relation.Line, $"{relation.From.DisplayName}: a step has one conclusion, which it bears on as its data say");
            sketch.Conclusion = relation.To;
            return true;
        }
        if (relation.Sign != '+' || !_sketches.TryGetValue(relation.To, out sketch)) return false;
        sketch.Premises.Add(SourceId(relation.From));
        return true;
    }

    private void AddSteps(ArgdownNode node)
    {
        foreach (var step in node.Steps)
            AddAt(step.Line, () => _builder.AddInference(
                new(_steps[step], [.. step.Premises.Select(SourceId)], TargetId(step.Conclusion))));
        if (!_sketches.TryGetValue(node, out var sketch)) return;
        if (sketch.Conclusion is null || sketch.Premises.Count == 0)
            throw _source.Error(node.Line, $"{node.DisplayName}: a step has premises (<+) and a conclusion (+> or ->)");
        AddAt(node.Line, () => _builder.AddInference(new(_ids[node], sketch.Premises, TargetId(sketch.Conclusion), node.Data.Step!.Value)));
    }

    private void AddSupports(IEnumerable<ArgdownRelation> supports)
    {
        var added = new HashSet<(string, string)>();
        foreach (var support in supports)
        {
            var (from, to) = (SourceId(support.From), TargetId(support.To));
            var isOwn = support.From.Steps.Count > 0 && support.From.Steps[^1].Conclusion == support.To;
            if (isOwn || !added.Add((from, to))) continue;
            AddAt(support.Line, () => _builder.AddSupport(from, to));
        }
    }

    private void AddAttacks(ArgdownRelation relation)
    {
        var target = relation.Step is { } step ? _steps[step] : TargetId(relation.To);
        AddAt(relation.Line, () => AddAttack(SourceId(relation.From), target));
        var isMutual = relation.Sign == 'x'
            || (relation.Sign == '-' && _source.Frontmatter.IsStrict && relation is { From.IsArgument: false, To.IsArgument: false });
        if (isMutual) AddAt(relation.Line, () => AddAttack(SourceId(relation.To), TargetId(relation.From)));
    }

    private int AddAttack(string from, string to)
    {
        _builder.AddAttack(from, to);
        return 0;
    }

    // The source of an outgoing relation: for an argument with a structure its main conclusion.
    private string SourceId(ArgdownNode node) => node.Steps.Count > 0 ? SourceId(node.Steps[^1].Conclusion) : _ids[node];

    // The target of an incoming relation: for an argument with a structure its last step.
    private string TargetId(ArgdownNode node) => _ids[node];

    private void AddNotes(List<ArgdownRelation> relations)
    {
        _notes.Add(("untitled statements without relations left out", _document.Nodes.Count - _nodes.Count));
        _notes.Add(("further texts of a title left out", _document.OtherTexts));
        _notes.Add(("texts of arguments with a premise-conclusion structure left out",
            _nodes.Count(n => !IsPlain(n) && n.Text is not null)));
        _notes.Add(("undercuts of what has no inference kept as attacks",
            relations.Count(r => r is { Sign: '_', Step: null } && IsPlain(r.To))));
    }

    private void AddAt(int line, Func<int> add)
    {
        try
        {
            add();
        }
        catch (InputException e) when (!e.Message.StartsWith(_source.File + ": line ", StringComparison.Ordinal))
        {
            throw _source.Error(line, e.Message);
        }
    }

    private sealed class ArgdownSketch
    {
        public List<string> Premises { get; } = [];
        public ArgdownNode? Conclusion { get; set; }
    }
}
