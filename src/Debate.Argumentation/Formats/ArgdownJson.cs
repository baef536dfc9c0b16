using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The JSON that Argdown's own tools export (JSONExportPlugin): "statements" and "arguments" by title, each with its members and an
/// argument with its premise-conclusion structure ("pcs"), and "relations". It is mapped to a graph exactly as the text is (<see
/// cref="Argdown"/>): entails is a support, contrary and contradictory are mutual attacks. The map that the export may also hold, its
/// groups, tags, sections and data are left out, and counted.
/// </summary>
public static class ArgdownJson
{
    /// <summary>Argdown's JSON; read-only.</summary>
    public static GraphFormat Format { get; } = new("argdown-json", ".json") { Read = (file, text, _) => Read(file, text) };

    /// <summary>The map in <paramref name="text"/>. Malformed text is an <see cref="InputException"/> with file, location and
    /// rule.</summary>
    public static ArgumentMap Read(string file, string text)
    {
        using var document = JsonInput.Parse(file, text);
        return Read(new JsonSource(file, text), document.RootElement);
    }

    internal static bool IsArgdown(JsonElement root) => JsonInput.GetMember(root, "arguments").ValueKind == JsonValueKind.Object;

    internal static ArgumentMap Read(JsonSource source, JsonElement root)
    {
        if (!IsArgdown(root)) throw source.Root.Error("there is no object 'arguments' of Argdown's JSON");
        var reader = new ArgdownJsonReader(source);
        var (graph, notes) = new ArgdownGraphBuilder(new ArgdownSource(source.File, ""), reader.Read(root)).Build();
        return new ArgumentMap(Path.GetFileNameWithoutExtension(source.File), graph) { Notes = [.. notes, .. reader.Notes(root)] };
    }
}

/// <summary>Reads the export into the document that Argdown's text would be read into.</summary>
internal sealed class ArgdownJsonReader(JsonSource source)
{
    private readonly ArgdownDocument _document = new([], []);
    private readonly Dictionary<(bool IsArgument, string Title), ArgdownNode> _titled = [];
    private int _unknown, _tags;

    public ArgdownDocument Read(JsonElement root)
    {
        // In the order of the text, as far as the export says it: the line on which an element is first told.
        var elements = Members(root, "statements").Select(m => (IsArgument: false, m.Name, m.Value))
            .Concat(Members(root, "arguments").Select(m => (IsArgument: true, m.Name, m.Value)))
            .OrderBy(e => FirstLine(e.Value)).ToList();
        foreach (var (isArgument, title, value) in elements) AddNode(isArgument, title, value);
        foreach (var (isArgument, title, value) in elements) if (isArgument) AddSteps(_titled[(true, title)], value);
        foreach (var (item, place) in JsonInput.ReadList(source, root, "relations")) AddRelation(item, place);
        return _document;
    }

    public IEnumerable<string> Notes(JsonElement root)
    {
        if (JsonInput.GetMember(root, "map").ValueKind == JsonValueKind.Object) yield return "1 drawn map left out";
        if (Items(root, "sections").Count() is > 0 and var sections)
            yield return FormattableString.Invariant($"{sections} sections left out");
        if (_tags > 0) yield return FormattableString.Invariant($"{_tags} tags left out");
        if (_unknown > 0) yield return FormattableString.Invariant($"{_unknown} relations of an unknown type left out");
    }

    private void AddNode(bool isArgument, string title, JsonElement value)
    {
        var node = new ArgdownNode(isArgument, title, FirstLine(value)) { Order = _document.Nodes.Count, IsUsed = true };
        foreach (var member in Items(value, "members").Where(m => JsonInput.GetMember(m, "isReference").ValueKind != JsonValueKind.True))
        {
            if (TextOf(member) is not { Length: > 0 } text) continue;
            if (node.Text is not null && node.Text != text) _document.OtherTexts++;
            node.Text ??= text;
        }
        _document.Nodes.Add(node);
        _titled[(isArgument, title)] = node;
    }

    private void AddSteps(ArgdownNode owner, JsonElement argument)
    {
        var premises = new List<ArgdownNode>();
        foreach (var line in Items(argument, "pcs"))
        {
            var statement = GetNode(isArgument: false, Text(line, "title"), source.Root);
            if (Text(line, "role") == "premise") premises.Add(statement);
            else
            {
                if (premises.Count == 0) throw source.Root.Error($"argument '{owner.Title}': a conclusion has no premises");
                owner.Steps.Add(new(owner, premises, owner.Line) { Conclusion = statement });
                premises = [statement];
            }
        }
    }

    private void AddRelation(JsonElement item, JsonLocation place)
    {
        var sign = Text(item, "relationType") switch
        {
            "support" or "entails" => '+',
            "attack" => '-',
            "undercut" => '_',
            "contrary" or "contradictory" => 'x',
            _ => '?',
        };
        if (sign == '?')
        {
            _unknown++;
            return;
        }
        var (from, to) = (End(item, "from", place), End(item, "to", place));
        var index = JsonInput.GetMember(item, "conclusionIndex") is { ValueKind: JsonValueKind.Number } at && at.TryGetInt32(out var found)
            ? found : -1;
        var step = sign == '_' && to.Steps.Count > 0 ? StepAt(to, index) : null;
        _document.Relations.Add(new(sign, from, to, step, to.Line));
    }

    // The index counts the lines of the structure; the step is the one whose conclusion stands there.
    private static ArgdownStep StepAt(ArgdownNode argument, int index)
    {
        var line = -1;
        foreach (var step in argument.Steps)
            if ((line += step.Premises.Count + (line < 0 ? 1 : 0)) >= index && index >= 0) return step;
        return argument.Steps[^1];
    }

    private ArgdownNode End(JsonElement relation, string name, JsonLocation place) =>
        GetNode(Text(relation, name + "Type") is "argument" or "inference", Text(relation, name), place);

    private ArgdownNode GetNode(bool isArgument, string title, JsonLocation place) => _titled.GetValueOrDefault((isArgument, title))
        ?? throw place.Error($"{(isArgument ? "argument" : "statement")} '{title}' is not in the file");

    // The text without its tags, whose places the export lists; ends are inclusive.
    private string TextOf(JsonElement member)
    {
        var text = Text(member, "text");
        var tags = Items(member, "ranges").Where(r => Text(r, "type") == "tag")
            .Select(r => (Start: Number(r, "start"), Stop: Number(r, "stop")));
        foreach (var (start, stop) in tags.Where(t => t.Start >= 0 && t.Stop >= t.Start).OrderByDescending(t => t.Start))
        {
            _tags++;
            if (start < text.Length) text = text.Remove(start, Math.Min(stop + 1, text.Length) - start);
        }
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static int FirstLine(JsonElement element) =>
        Items(element, "members").Concat(Items(element, "pcs")).Select(m => Number(m, "startLine")).Where(n => n > 0)
            .DefaultIfEmpty(1).Min();

    private static int Number(JsonElement of, string name) =>
        JsonInput.GetMember(of, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : -1;

    private string Text(JsonElement of, string name) => JsonInput.ReadText(of, name, source.Root);

    private static IEnumerable<JsonElement> Items(JsonElement of, string name) =>
        JsonInput.GetMember(of, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private IEnumerable<(string Name, JsonElement Value)> Members(JsonElement root, string name) =>
        JsonInput.GetMember(root, name) is { ValueKind: JsonValueKind.Object } members
            ? members.EnumerateObject().Select(m => (JsonInput.ReadName(m, source.Root), m.Value)) : [];
}
