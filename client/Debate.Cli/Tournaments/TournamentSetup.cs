using Debate.Argumentation.Formats;
using Debate.Cli.Input;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Models;
using Debate.Tournaments;
using Debate.Tournaments.Planning;

namespace Debate.Cli.Tournaments;

/// <summary>Reads the files that a specification names, and has the tournament planned.</summary>
/// <param name="file">The specification's file; relative paths are resolved against its folder.</param>
/// <param name="spec">The specification.</param>
/// <param name="models">The configured models.</param>
/// <param name="readQuestions">Reads the questions of a file by its path and the name that the specification gives it.</param>
internal sealed class TournamentSetup(
    string file, TournamentSpec spec, ModelConfiguration models, Func<string, string, Task<QuestionSet>> readQuestions)
{
    /// <summary>Creates the run definition; throws <see cref="InputException"/> for anything that cannot be played.</summary>
    public async Task<RunDefinition> CreateRunAsync(DeliberationId id, long seed)
    {
        var planner = new TournamentPlanner(file, spec, DebateServices.Protocols, new ConfiguredModels(models));
        var plan = spec.Source.Maps is { } maps ? planner.PlanMaps(ReadMaps(maps))
            : planner.PlanQuestions((await ReadQuestionsAsync(spec.Source.Questions!)).Questions);
        var (definition, stored) = planner.CreateRun(plan, id, seed);
        return models.ResolveSampling(
            definition with { Configuration = new StoredConfiguration(models).WithSpecification(stored).ToJson() });
    }

    private IEnumerable<(string File, string Text)> ReadMaps(string folder)
    {
        var path = ResolvePath(folder);
        if (!Directory.Exists(path)) throw new InputException($"{file}: source maps '{folder}': there is no such folder ({path})");
        var files = Directory.EnumerateFiles(path).Where(GraphFormats.CanRead).Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0
            ? files.Select(f => (Path.GetFileName(f), Files.Read(f)))
            : throw new InputException(
                $"{file}: source maps '{folder}': it holds no map "
                + $"({string.Join(", ", GraphFormats.ReadableExtensions.Order(StringComparer.Ordinal))})");
    }

    private Task<QuestionSet> ReadQuestionsAsync(string name) => readQuestions(ResolvePath(name), name);

    private string ResolvePath(string path) => DataPath.Resolve(path, file);
}
