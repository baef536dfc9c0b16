using System.Collections.Immutable;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;

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
    public static ScriptedModel Read(string name, string text, string fileName) =>
        new(name, ModelSpecReader.ReadScript(YamlSource.Read(text, fileName, allowsAliases: true)));

    /// <inheritdoc/>
    public string Reply(SimulatedCall call)
    {
        if (!script.TryGetValue(call.Seat, out var lines) && !script.TryGetValue(AnySeat, out lines))
            throw new OutageException(
                FailureKind.Rejected, $"model {name}: its script has nothing for seat '{call.Seat}'; it has {string.Join(", ", script.Keys)}");
        return lines[Math.Min(call.ReplyCount, lines.Length - 1)];
    }
}
