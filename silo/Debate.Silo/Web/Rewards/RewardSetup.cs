using Debate.Grains.Rewards;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Silo.Web.Rewards;

/// <summary>Sets up rewards from the configuration and the command line: profiles, judges, environments.</summary>
public static class RewardSetup
{
    /// <summary>The name of the profile of a judge given on the command line.</summary>
    public const string Evidence = "evidence";

    /// <summary>
    /// Creates the profiles; throws <see cref="InputException"/> if the configuration or a file that it names is invalid.
    /// </summary>
    public static RewardProfiles Of(ServerOptions options)
    {
        var section = options.Models.Rewards;
        var profiles = section.Profiles.Select(p => new RewardProfile(p.Key, p.Value)).ToList();
        if (options.RewardJudge is { } file) profiles.Add(new(Evidence, FromCommandLine(options, file)));
        else if (profiles.Count == 0 && options.Models.Models.Count == 1)
            profiles.Add(new("default", [new("judge", options.Models.Models.Single().Name)]));
        foreach (var model in profiles.SelectMany(p => p.Models)) options.Models.Find(model);
        var desks = profiles.Where(p => p.IsEvidence).ToDictionary(
            p => p.Name, p => Desk(p, p.Name == Evidence && options.RewardJudge is not null ? "" : section.Folder), StringComparer.Ordinal);
        return new(profiles, section.Default ?? (options.RewardJudge is null ? null : Evidence), desks);
    }

    private static IEnumerable<KeyValuePair<string, string>> FromCommandLine(ServerOptions options, string file)
    {
        yield return new("judge-file", file);
        if (options.RewardEnvironment is { } environment) yield return new("environment", environment);
        if (options.RewardEnvironmentData is { } data) yield return new("environment-data", data);
    }

    private static EvidenceDesk Desk(RewardProfile profile, string folder)
    {
        var file = Path.Combine(folder, profile.Judge);
        var judge = JudgeFile.Read(Text(file), file);
        var (name, data) = profile.Environment;
        var environment = Setting.Of(name, data.Length == 0 ? null : f => Text(Path.Combine(folder, data, f))).Environment;
        judge.Check(environment.Features, environment.Actions);
        return new(judge, environment);
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the file cannot be read: {trouble.Message}", trouble);
        }
    }
}
