using System.Collections.Immutable;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Debate.Models;

/// <summary>
/// Replays a script: turn n of a seat's chat, counted from 0, gets the seat's line n; the last line repeats for ever. A seat without lines
/// of its own uses those of "*".
/// </summary>
public sealed class ScriptedModel(string name, ImmutableSortedDictionary<string, ImmutableArray<string>> script) : ISimulatedModel
{
    private const string AnySeat = "*";

    /// <summary>
    /// Reads a script: a map from seat to a text or a list of texts, in YAML or JSON; throws <see cref="InputException"/> for anything
    /// else.
    /// </summary>
    public static ScriptedModel Read(string name, string text, string fileName)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            if (yaml.Documents.Count == 0) throw new InputException($"{fileName}, line 1: the file is empty; a map of seats is required");
            return new(name, ModelSpecReader.ReadScript(new YamlFields(yaml.Documents[0].RootNode, fileName, "script")));
        }
        catch (YamlException error)
        {
            throw new InputException($"{fileName}, line {error.Start.Line}: not YAML or JSON: {OneLine.Format(error.Message, 200)}", error);
        }
    }

    /// <inheritdoc/>
    public string Reply(SimulatedCall call)
    {
        if (!script.TryGetValue(call.Seat, out var lines) && !script.TryGetValue(AnySeat, out lines))
            throw new OutageException(
                FailureKind.Rejected, $"model {name}: its script has nothing for seat '{call.Seat}'; it has {string.Join(", ", script.Keys)}");
        return lines[Math.Min(call.ReplyCount, lines.Length - 1)];
    }
}
