using System.Buffers;
using System.Globalization;
using System.Text;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>
/// Writes a map in the form that <see cref="Argdown"/> reads: each argument as a statement with its attackers below, then each inference as
/// an argument with a premise-conclusion structure or, if that cannot express it, as an argument between premises and conclusion. Nothing
/// is nested, so a deep chain costs no more than a flat map.
/// </summary>
internal sealed class ArgdownWriter
{
    private readonly ArgumentMap _map;
    private readonly ArgumentGraph _graph;
    private readonly TextWriter _output;
    private readonly string[] _titles;

    public ArgdownWriter(ArgumentMap map, TextWriter output)
    {
        (_map, _graph, _output) = (map, map.Graph, output);
        _titles = new ArgdownTitles(_graph).Titles;
    }

    public void Write()
    {
        WriteFrontmatter();
        for (var a = 0; a < _graph.ArgumentCount; a++) WriteArgument(a);
        for (var i = _graph.ArgumentCount; i < _graph.NodeCount; i++)
            if (!IsPlain(i)) WriteInference(i);
    }

    private void WriteFrontmatter()
    {
        _output.Write("===\n");
        _output.Write($"title: {YamlScalar.Quote(_map.Title)}\n");
        var notes = _map.Notes.Count > 0 ? $", notes: {FormatList(_map.Notes)}" : "";
        var motions = _map.Motions.Count > 0 ? $", motions: {FormatList(_map.Motions)}" : "";
        _output.Write($"debate: {{name: {YamlScalar.Quote(_map.Name)}{motions}{notes}}}\n===\n");
    }

    private static string FormatList(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(YamlScalar.Quote))}]";

    private void WriteArgument(int a)
    {
        var text = ArgdownTitles.Normalise(_graph.Text(a));
        _output.Write(text.Length > 0 ? $"\n[{_titles[a]}]: {Escape(text)}" : $"\n[{_titles[a]}]");
        WriteData(a, (text == _graph.Text(a) ? null : _graph.Text(a), _graph.BaseScore(a)), null);
        foreach (var attacker in _graph.Attackers[a])
            if (!_graph.IsInference(attacker)) _output.Write($"  - [{_titles[attacker]}]\n");
        foreach (var step in _graph.Supporters[a])
            if (IsPlain(step)) _output.Write($"  + [{_titles[_graph.Premises[step][0]]}]\n");
    }

    // Whether the support can be written as + of one statement below another: its id is then derived from theirs.
    private bool IsPlain(int step)
    {
        var premises = _graph.Premises[step];
        var conclusion = _graph.Conclusion(step);
        return _graph.Kind(step) == InferenceKind.Support && premises.Length == 1 && !_graph.IsInference(conclusion)
            && _graph.Attackers[step].IsEmpty && _graph.Supporters[step].IsEmpty
            && _graph.Id(step) == $"{_graph.Id(premises[0])}->{_graph.Id(conclusion)}";
    }

    private void WriteInference(int step)
    {
        var (kind, conclusion) = (_graph.Kind(step), _graph.Conclusion(step));
        _output.Write($"\n<{_titles[step]}>");
        if (kind == InferenceKind.Support && !_graph.IsInference(conclusion)) WriteStructure(step, conclusion);
        else WriteSketch(step, conclusion, kind);
    }

    private void WriteStructure(int step, int conclusion)
    {
        WriteData(step, (null, 0.5), null);
        var number = 0;
        _output.Write('\n');
        foreach (var premise in _graph.Premises[step]) WriteNumbered(++number, premise);
        _output.Write("----\n");
        WriteUndercuts(step);
        WriteNumbered(++number, conclusion);
    }

    private void WriteNumbered(int number, int argument) =>
        _output.Write(string.Create(CultureInfo.InvariantCulture, $"({number}) [{_titles[argument]}]\n"));

    private void WriteSketch(int step, int conclusion, InferenceKind kind)
    {
        WriteData(step, (null, 0.5), kind == InferenceKind.Attack ? "attack" : "support");
        foreach (var premise in _graph.Premises[step]) _output.Write($"  <+ [{_titles[premise]}]\n");
        var target = _graph.IsInference(conclusion) ? $"<{_titles[conclusion]}>" : $"[{_titles[conclusion]}]";
        _output.Write($"  {(kind == InferenceKind.Attack ? "->" : "+>")} {target}\n");
        WriteUndercuts(step);
    }

    private void WriteUndercuts(int step)
    {
        foreach (var attacker in _graph.Attackers[step])
            if (!_graph.IsInference(attacker)) _output.Write($"  <_ [{_titles[attacker]}]\n");
    }

    private void WriteData(int node, (string? Text, double Score) told, string? step)
    {
        var fields = new List<string>();
        if (_titles[node] != _graph.Id(node)) fields.Add($"id: {YamlScalar.Quote(_graph.Id(node))}");
        if (told.Text is not null) fields.Add($"text: {YamlScalar.Quote(told.Text)}");
        if (told.Score != 0.5) fields.Add(string.Create(CultureInfo.InvariantCulture, $"score: {told.Score:R}"));
        if (step is not null) fields.Add($"step: {step}");
        _output.Write(fields.Count > 0 ? $" {{debate: {{{string.Join(", ", fields)}}}}}\n" : "\n");
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var sign in text)
        {
            if (sign is '\\' or '{' or '}' or '#' or '[' or ']' or '<' or '>' or '@' or '/' or '*' or '_') escaped.Append('\\');
            escaped.Append(sign);
        }
        return escaped.ToString();
    }
}

/// <summary>A title for every node: its id if that is a valid title, otherwise a similar unique one.</summary>
internal sealed class ArgdownTitles
{
    private static readonly SearchValues<char> ReservedChars = SearchValues.Create("[]<>{}#\\:@\"");

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _usedTitles;

    public ArgdownTitles(ArgumentGraph graph)
    {
        var ids = Enumerable.Range(0, graph.NodeCount).Select(graph.Id).ToArray();
        _usedTitles = ids.Where(IsTitle).ToHashSet(StringComparer.Ordinal);
        Titles = [.. ids.Select(id => IsTitle(id) ? id : CreateUniqueTitle(id))];
    }

    public string[] Titles { get; }

    /// <summary>Collapses white space to single blanks, trims, and drops invisible characters.</summary>
    public static string Normalise(string text) => string.Join(' ', string.Concat(text.Where(c => char.IsWhiteSpace(c) || !IsHidden(c)))
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsHidden(char sign) => char.IsControl(sign) || char.GetUnicodeCategory(sign) is UnicodeCategory.Format;

    // At the start of a line these signs would be a relation or a comment, and a title must fill its brackets.
    private static bool IsTitle(string id) =>
        id == Normalise(id) && id[0] is not ('+' or '-' or '_' or '!') && !id.AsSpan().ContainsAny(ReservedChars)
        && !id.Contains("//", StringComparison.Ordinal) && !id.Contains("/*", StringComparison.Ordinal);

    private string CreateUniqueTitle(string id)
    {
        var like = Normalise("." + string.Concat(id.Select(c => ReservedChars.Contains(c) || c == '/' ? '.' : c)));
        if (like.Length > 1 && like[1] is not (' ' or '+' or '-' or '_' or '!')) like = like[1..];
        var title = like;
        // If many ids map to one title the numbering continues, so that long lists of hostile ids stay cheap.
        while (!_usedTitles.Add(title))
            title = $"{like} {(_numbers[like] = _numbers.GetValueOrDefault(like) + 1).ToString(CultureInfo.InvariantCulture)}";
        return title;
    }
}
