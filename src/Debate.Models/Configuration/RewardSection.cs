using Debate.Deliberation;
using Debate.Deliberation.Readers;

namespace Debate.Models;

/// <summary>
/// The section <c>rewards:</c> of a configuration: named profiles, each a map of options as text, and the default profile. The rewards
/// service interprets the options.
/// </summary>
/// <param name="DefaultProfile">The profile of requests that name none; null for the only profile.</param>
/// <param name="MaxRequests">Maximum concurrent requests, beyond which requests are refused; null for the default.</param>
/// <param name="Profiles">The options of each profile.</param>
/// <param name="Folder">The folder of the file, against which relative paths are resolved.</param>
public sealed record RewardSection(
    string? DefaultProfile, int? MaxRequests, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Profiles, string Folder)
{
    /// <summary>No section.</summary>
    public static RewardSection None { get; } = new(null, null, new Dictionary<string, IReadOnlyDictionary<string, string>>(), "");

    internal static RewardSection Read(YamlFields fields)
    {
        var profiles = new SortedDictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        if (fields.GetMap("profiles") is { } map)
            foreach (var name in map.Names) profiles[name] = ReadOptions(map.GetRequiredMap(name));
        var (fallback, queue) = (fields.GetText("default"), fields.Get("queue", Values.Count));
        fields.RejectUnknown();
        if (fallback is not null && !profiles.ContainsKey(fallback))
            throw fields.Error("default", Values.OneOf([.. profiles.Keys]).CreateError("default", fallback).Rule);
        return new(fallback, queue, profiles, Path.GetDirectoryName(Path.GetFullPath(fields.File)) ?? "");
    }

    /// <summary>A profile's options as texts.</summary>
    private static SortedDictionary<string, string> ReadOptions(YamlFields fields)
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in fields.Names)
            options[name] = name != "stop" || !fields.IsList(name) ? fields.GetText(name)!
            : string.Join(Sampling.StopSeparator, fields.GetTexts(name));
        return options;
    }
}
