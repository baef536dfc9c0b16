using Debate.Rewards.Environments;
using Debate.Rewards.Judges;
using Debate.Rewards.Serving;
using Debate.Runtime.Rewards;

namespace Debate.Silo.Web.Rewards;

/// <summary>Sets up rewards from the configuration and the command line: profiles, judges, environments.</summary>
public static class RewardSetup
{
    /// <summary>The name of the profile of a judge given on the command line.</summary>
    public const string EvidenceProfile = "evidence";

    /// <summary>
    /// Creates the profiles; throws <see cref="InputException"/> if the configuration or a file that it names is invalid.
    /// </summary>
    public static RewardProfiles CreateProfiles(ServerOptions options)
    {
        var section = options.Models.Rewards;
        var profiles = section.Profiles.Select(p => new RewardProfile(p.Key, p.Value)).ToList();
        if (options.RewardJudge is { } file) profiles.Add(new(EvidenceProfile, CommandLineSettings(options, file)));
        else if (profiles.Count == 0 && options.Models.Models.Count == 1)
            profiles.Add(new("default", [new("judge", options.Models.Models.Single().Name)]));
        foreach (var model in profiles.SelectMany(p => p.Models)) options.Models.Find(model);
        foreach (var profile in profiles.Where(p => !p.IsEvidence))
            foreach (var seat in profile.CreateSeats(profile.GetProtocolOptions(null, null))) options.Models.ResolveSampling(seat);
        var desks = profiles.Where(p => p.IsEvidence).ToDictionary(
            p => p.Name, p => CreateService(p, p.Name == EvidenceProfile && options.RewardJudge is not null ? "" : section.Folder),
            StringComparer.Ordinal);
        return new(profiles, section.DefaultProfile ?? (options.RewardJudge is null ? null : EvidenceProfile), desks);
    }

    private static IEnumerable<KeyValuePair<string, string>> CommandLineSettings(ServerOptions options, string file)
    {
        yield return new("judge-file", file);
        if (options.RewardEnvironment is { } environment) yield return new("environment", environment);
        if (options.RewardEnvironmentData is { } data) yield return new("environment-data", data);
    }

    private static EvidenceRewardService CreateService(RewardProfile profile, string folder)
    {
        var file = Path.Combine(folder, profile.JudgeFile);
        var judge = JudgeFile.Read(ReadFile(file), file);
        var (name, data) = profile.Environment;
        var environment = Benchmark.Create(name, data.Length == 0 ? null : f => ReadFile(Path.Combine(folder, data, f))).Environment;
        judge.EnsureMatches(environment.Features, environment.Actions);
        return new(judge, environment);
    }

    private static string ReadFile(string file)
    {
        try
        {
            return TextDecoder.Decode(File.ReadAllBytes(file), file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the file cannot be read: {error.Message}", error);
        }
    }
}
