using Debate.Core.Input;
using YamlDotNet.RepresentationModel;

namespace Debate.Tournaments;

/// <summary>The maps or questions that stand in a specification itself, as one that is sent has them.</summary>
/// <param name="Maps">The maps by name, each as text in the format of the name's extension; null where they are elsewhere.</param>
/// <param name="Questions">The questions as a list of JSON; null where they are elsewhere.</param>
public sealed record InlineSource(IReadOnlyList<(string File, string Text)>? Maps, string? Questions)
{
    /// <summary>What the stored specification names as the source then.</summary>
    public const string Name = "inline";

    private const int MaxNameLength = 200;

    /// <summary>What stands in the field <c>source</c> of a specification.</summary>
    internal static InlineSource Read(YamlFields source) => new(
        source.Find("maps") is YamlMappingNode ? [.. ReadMaps(source.GetRequiredMap("maps"))] : null,
        source.Find("questions") is YamlSequenceNode list ? YamlJson.Convert(list)!.ToJsonString() : null);

    private static IEnumerable<(string File, string Text)> ReadMaps(YamlFields maps)
    {
        foreach (var (name, value) in maps.EnumerateFields())
        {
            if (name.Length > MaxNameLength || name.Any(c => char.IsControl(c) || c is '/' or '\\'))
                throw maps.Error(name, $"must have the name of a file of at most {MaxNameLength} characters, without a folder");
            yield return value is YamlMappingNode map ? (WithExtension(name), Write(map)) : (name, maps.GetRequiredText(name));
        }
    }

    private static string WithExtension(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
            ? name : $"{name}.yaml";

    private static string Write(YamlMappingNode map)
    {
        using var text = new StringWriter();
        new YamlStream(new YamlDocument(map)).Save(text, assignAnchors: false);
        return text.ToString();
    }
}
