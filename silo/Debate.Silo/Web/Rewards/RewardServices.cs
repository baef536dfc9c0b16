using Debate.Grains.Rewards;
using Debate.Models;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Silo.Web.Rewards;

/// <summary>The reward server: its profiles, as the configuration and the command line give them, and its doors.</summary>
internal static class RewardServices
{
    /// <summary>The profile that --reward-judge makes.</summary>
    private const string Evidence = "evidence";

    /// <summary>Adds what rewards need; an <see cref="InputException"/> where the configuration cannot be used.</summary>
    public static IServiceCollection AddRewards(this IServiceCollection services, ServerOptions options) => services
        .AddSingleton(Profiles(options))
        .AddSingleton(new RewardQueue(options.Models.Rewards.Queue ?? RewardQueue.Usual))
        .AddSingleton<RewardDoor>();

    /// <summary>Opens the doors, one contract a line.</summary>
    public static void MapRewards(this IEndpointRouteBuilder app)
    {
        NativeScore.Map(app);
        OpenRlhf.Map(app);
        NemoGym.Map(app);
        Classify.Map(app);
    }

    private static RewardProfiles Profiles(ServerOptions options)
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
