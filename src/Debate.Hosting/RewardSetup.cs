using Debate.Core.Input;
using Debate.Models;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;
using Debate.Rewards.Serving;
using Debate.Runtime.Rewards;

namespace Debate.Hosting;

/// <summary>A judge given on the command line.</summary>
/// <param name="File">The file, written by "debate reward train-judge".</param>
/// <param name="Environment">The environment; null for the simulator.</param>
/// <param name="EnvironmentData">The folder of the environment's files; null if it needs none.</param>
public sealed record GivenJudge(string File, string? Environment, string? EnvironmentData)
{
    /// <summary>As the settings of a profile.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToSettings()
    {
        yield return new("judge-file", File);
        if (Environment is not null) yield return new("environment", Environment);
        if (EnvironmentData is not null) yield return new("environment-data", EnvironmentData);
    }
}

/// <summary>Sets up rewards from the configuration and the command line: profiles, judges, environments.</summary>
public static class RewardSetup
{
    /// <summary>The name of the profile of a judge given on the command line.</summary>
    public const string EvidenceProfile = "evidence";

    /// <summary>
    /// Creates the profiles; throws <see cref="InputException"/> if the configuration or a file that it names is invalid.
    /// </summary>
    /// <param name="models">The models, with their section on rewards.</param>
    /// <param name="judge">The judge of <see cref="EvidenceProfile"/>; null for none.</param>
    public static RewardProfiles CreateProfiles(ModelConfiguration models, GivenJudge? judge)
    {
        var section = models.Rewards;
        var profiles = section.Profiles.Select(p => new RewardProfile(p.Key, p.Value)).ToList();
        if (judge is not null) profiles.Add(new(EvidenceProfile, judge.ToSettings()));
        else if (profiles.Count == 0 && models.Models.Count == 1)
            profiles.Add(new("default", [new("judge", models.Models.Single().Name)]));
        foreach (var model in profiles.SelectMany(p => p.Models)) models.Find(model);
        foreach (var profile in profiles.Where(p => !p.IsEvidence))
            foreach (var seat in profile.CreateSeats(profile.GetProtocolOptions(null, null))) models.ResolveSampling(seat);
        var services = profiles.Where(p => p.IsEvidence).ToDictionary(
            p => p.Name, p => CreateService(p, p.Name == EvidenceProfile && judge is not null ? "" : section.Folder),
            StringComparer.Ordinal);
        return new(profiles, section.DefaultProfile ?? (judge is null ? null : EvidenceProfile), services);
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
