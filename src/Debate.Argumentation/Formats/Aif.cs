using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>How a rephrase (MA) between two statements is represented in the graph. It is never a support.</summary>
public enum Rephrase
{
    /// <summary>The statements remain separate; the rephrase is dropped and counted.</summary>
    Ignored,

    /// <summary>The statements become one argument, with the id and text of the first in the file.</summary>
    Merged,
}

/// <summary>Options for reading AIF. By default, rephrases are ignored.</summary>
public sealed record AifOptions(Rephrase Rephrases = Rephrase.Ignored);

/// <summary>
/// The Argument Interchange Format (Chesnevar and others, 2006) in the JSON of AIFdb, and the xAIF wrapper around it; ids may be strings or
/// integers. The mapping is fixed: I-nodes are arguments. An RA is one supporting inference whose I-sources are its joint premises. A CA is
/// an attack of each of its I-sources on each target; on an RA that is an undercut. A CA (or RA) that targets another CA turns the latter
/// into an inference of kind attack, so the attack on the attack becomes an undercut of it, and is noted. MA follows
/// <see cref="AifOptions"/>. L, YA, TA, MA, PA and unknown types, the steps of plain attacks, steps without a premise or a target, and
/// every edge that the graph does not say are the map's <see cref="Provenance"/>, and counted in its notes where they are no part of the
/// graph. Who speaks is told by "locutions" and "participants", else by the text of a locution up to its first colon.
/// <para>What AIF cannot express is written and read in our own extra fields, which other tools ignore: "score" of an I-node, and "joint":
/// true of a CA whose sources attack jointly, as one inference of kind attack. So writing preserves the whole graph and its provenance; the
/// map's name, title and motions are lost.</para>
/// </summary>
public static class Aif
{
    /// <summary>AIF in the JSON of AIFdb.</summary>
    public static GraphFormat Format { get; } = new("aif", ".json")
    {
        KeepsProvenance = true,
        Read = Read,
        Write = (map, output, _) => AifWriter.Write(map, output, wrapped: false),
    };

    /// <summary>AIF in its xAIF wrapper, which dialogue tools exchange.</summary>
    public static GraphFormat XaifFormat { get; } = new("xaif", ".json")
    {
        KeepsProvenance = true,
        Read = Read,
        Write = (map, output, _) => AifWriter.Write(map, output, wrapped: true),
    };

    /// <summary>The map in <paramref name="text"/>. An <see cref="InputException"/> if it is malformed.</summary>
    public static ArgumentMap Read(string file, string text, AifOptions? options = null)
    {
        using var document = JsonInput.Parse(file, text);
        return Read(new JsonSource(file, text), document.RootElement, options ?? new AifOptions());
    }

    internal static ArgumentMap Read(JsonSource source, JsonElement root, AifOptions options)
    {
        var body = JsonInput.GetMember(root, "AIF") is { ValueKind: JsonValueKind.Object } inner ? inner : root;
        if (JsonInput.GetMember(body, "nodes").ValueKind != JsonValueKind.Array)
            throw source.Root.Error("there is no list 'nodes' (AIF) or 'arguments'");
        var people = AifPeople.Read(source, body);
        var (nodes, edges) = ReadNodes(source, body, people);
        var builder = new AifGraphBuilder(nodes, edges, options);
        var (graph, notes) = builder.Build();
        return new ArgumentMap(Path.GetFileNameWithoutExtension(source.File), graph)
        {
            Notes = notes,
            Provenance = builder.FindProvenance(),
        };
    }

    private static (List<AifNode> Nodes, List<(AifNode From, AifNode To)> Edges) ReadNodes(
        JsonSource source, JsonElement body, AifPeople people)
    {
        var (nodes, byId) = (new List<AifNode>(), new Dictionary<string, AifNode>(StringComparer.Ordinal));
        foreach (var (item, place) in JsonInput.ReadList(source, body, "nodes"))
        {
            var node = ReadNode(item, place, people);
            if (!byId.TryAdd(node.Id, node)) throw place.Error($"nodeID '{node.Id}' is a duplicate");
            nodes.Add(node);
        }
        var edges = new List<(AifNode, AifNode)>();
        foreach (var (item, place) in JsonInput.ReadList(source, body, "edges"))
        {
            var (from, to) = (FindEnd(byId, item, "fromID", place), FindEnd(byId, item, "toID", place));
            from.Targets.Add(to);
            to.Sources.Add(from);
            edges.Add((from, to));
        }
        return (nodes, edges);
    }

    // The words of AIF; there may be a million nodes, so their strings are shared.
    private static readonly Dictionary<string, string> Types =
        new[] { "I", "RA", "CA", "MA", "L", "YA", "TA", "PA" }.ToDictionary(k => k, StringComparer.Ordinal);

    private static AifNode ReadNode(JsonElement item, JsonLocation place, AifPeople people)
    {
        var (id, type) = (JsonInput.ReadId(item, "nodeID", place), JsonInput.ReadText(item, "type", place));
        var isStep = type is "RA" or "CA";
        var text = type == "I" ? JsonInput.ReadText(item, "text", place) : TextOrNull(item, "text", place) ?? "";
        var node = new AifNode(id, Types.GetValueOrDefault(type, type), text)
        {
            Time = TextOrNull(item, "timestamp", place),
            Person = type == "L" ? people.PersonOf(id) : null,
            IsJoint = isStep && JsonInput.GetMember(item, "joint").ValueKind == JsonValueKind.True,
            Score = type == "I" ? JsonInput.ReadScore(item, place) : 0.5,
        };
        if (node.Score is not (>= 0 and <= 1)) throw place.Error(FormattableString.Invariant($"score {node.Score} is outside [0, 1]"));
        return node;
    }

    /// <summary>The text of a member; null if it is absent or no text.</summary>
    internal static string? TextOrNull(JsonElement of, string name, JsonLocation place) =>
        JsonInput.GetMember(of, name) is { ValueKind: JsonValueKind.String } value ? JsonInput.ReadText(value, place) : null;

    private static AifNode FindEnd(Dictionary<string, AifNode> nodes, JsonElement edge, string name, JsonLocation place)
    {
        var id = JsonInput.ReadId(edge, name, place);
        return nodes.GetValueOrDefault(id) ?? throw place.Error($"{name} '{id}' names no node (dangling edge)");
    }
}

/// <summary>A person who speaks, with when it was said.</summary>
internal sealed record AifPerson(string? Id, string? Name, string? Said);

/// <summary>Who spoke which locution, after the lists "locutions" and "participants".</summary>
internal sealed class AifPeople
{
    private const int MaxNameLength = 60, MaxNameWords = 6;

    private readonly Dictionary<string, AifPerson> _byLocution = new(StringComparer.Ordinal);

    public static AifPeople Read(JsonSource source, JsonElement body)
    {
        var (people, names) = (new AifPeople(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var (item, place) in JsonInput.ReadList(source, body, "participants"))
        {
            var parts = new[] { Aif.TextOrNull(item, "firstname", place), Aif.TextOrNull(item, "surname", place) };
            names[JsonInput.ReadId(item, "participantID", place)] = string.Join(' ', parts.Where(p => !string.IsNullOrWhiteSpace(p)));
        }
        foreach (var (item, place) in JsonInput.ReadList(source, body, "locutions"))
        {
            var person = JsonInput.GetMember(item, "personID").ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? JsonInput.ReadId(item, "personID", place) : null;
            people._byLocution.TryAdd(JsonInput.ReadId(item, "nodeID", place),
                new(person, person is null ? null : names.GetValueOrDefault(person), Aif.TextOrNull(item, "start", place)));
        }
        return people;
    }

    public AifPerson? PersonOf(string locution) => _byLocution.GetValueOrDefault(locution);

    /// <summary>The name before the first colon of a locution, as AIFdb writes it; null if what stands there is no name.</summary>
    public static string? NameIn(string text)
    {
        var end = text.IndexOf(':', StringComparison.Ordinal);
        if (end is <= 0 or > MaxNameLength) return null;
        var name = text[..end].Trim();
        return name.Length > 0 && name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= MaxNameWords
            && name.All(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '\'' or '-' or '\u2019' or '_' or '@') ? name : null;
    }
}
