using System.Collections.Immutable;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;

namespace Debate.Models;

/// <summary>Creates simulated models from their configuration.</summary>
public static class SimulatedModels
{
    /// <summary>Creates a model; throws <see cref="InputException"/> if its script or recording cannot be read.</summary>
    public static ISimulatedModel Create(SimulatedSpec spec) => spec.Kind switch
    {
        SimulatedKind.Bernoulli => new BernoulliSolver(spec.Accuracy, spec.WrongAnswers),
        SimulatedKind.Scripted => new ScriptedModel(
            spec.Name, spec.Script ?? ScriptedModel.ReadScript(ReadText(spec.Name, spec.File!), spec.File!), spec.Scores),
        SimulatedKind.Recorded when spec.Replies is { } replies => new ReplayedModel(spec.Name, replies),
        SimulatedKind.Recorded => RecordedModel.Read(spec.Name, ReadText(spec.Name, spec.File!), spec.File!),
        SimulatedKind.TextJudge => new SimulatedTextJudge(spec.Accuracy, spec.TextTraits),
        SimulatedKind.Reasoner => new SimulatedReasoner(spec),
        SimulatedKind.Canary => new CanaryModel(Canaries.FindByModel(spec.Name)!),
        _ => new SimulatedParticipant(spec.Accuracy, spec.WrongAnswers, spec.Traits),
    };

    /// <summary>Reads a model's script or recording; throws <see cref="InputException"/> if it cannot be read.</summary>
    internal static string ReadText(string model, string file)
    {
        try
        {
            return TextDecoder.Decode(File.ReadAllBytes(file), file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"models.{model}.file '{file}': cannot be read: {OneLine.Format(error.Message, 120)}", error);
        }
    }
}

/// <summary>
/// Answers correctly with a fixed probability and otherwise gives a wrong answer, independently in each call. With one wrong answer, a
/// majority of n samples is right with the binomial probability: the best that self-consistency can achieve.
/// </summary>
public sealed class BernoulliSolver(double accuracy, int wrongAnswers = 1) : ISimulatedModel
{
    /// <inheritdoc/>
    public string Reply(SimulatedCall call) =>
        ReplyFormatter.Format(call, "I worked it through and this is what comes out.",
            Solve(call, SeededRandom.Create(call.Seed, "answer")));

    /// <summary>Draws an answer that is right with the solver's accuracy.</summary>
    internal string Solve(SimulatedCall call, SeededRandom draws) => draws.NextBool(accuracy)
        ? AnswerKey.GetRightAnswer(call.Problem)
        : AnswerKey.GetWrongAnswer(call.Problem, wrongAnswers == 1 ? 0 : draws.NextInt(wrongAnswers));
}

/// <summary>A model that plays one of <see cref="Canaries"/>.</summary>
internal sealed class CanaryModel(string canary) : ISimulatedModel
{
    /// <summary>All canaries' models, by name.</summary>
    public static IReadOnlyDictionary<string, ModelSpec> Specs { get; } = Canaries.Names.ToDictionary(
        Canaries.ModelName, name => (ModelSpec)new SimulatedSpec(Canaries.ModelName(name), SimulatedKind.Canary), StringComparer.Ordinal);

    public string Reply(SimulatedCall call) => Canaries.GenerateText(canary, SeededRandom.Create(call.Seed, "canary"));
}

/// <summary>
/// Replays a script: turn n of a seat's chat, counted from 0, gets the seat's line n; the last line repeats for ever. A seat without lines
/// of its own uses those of "*". The log-probability of a text is the sum of the scores of the phrases that stand in the chat or in it.
/// </summary>
public sealed class ScriptedModel(
    string name, ImmutableSortedDictionary<string, ImmutableArray<string>> script, ImmutableSortedDictionary<string, double> scores)
    : ISimulatedModel
{
    private const string AnySeat = "*";

    /// <summary>
    /// Reads a script: a map from seat to a text or a list of texts, in YAML or JSON; throws <see cref="InputException"/> for anything
    /// else.
    /// </summary>
    internal static ImmutableSortedDictionary<string, ImmutableArray<string>> ReadScript(string text, string fileName) =>
        ModelSpecReader.ReadScript(YamlSource.Read(text, fileName, allowsAliases: true));

    /// <inheritdoc/>
    public double? Score(SimulatedCall call, string continuation) => scores.Count == 0 ? null
        : scores.Where(s => call.Chat.Any(m => m.Text.Contains(s.Key, StringComparison.Ordinal))
            || continuation.Contains(s.Key, StringComparison.Ordinal)).Sum(s => s.Value);

    /// <inheritdoc/>
    public string Reply(SimulatedCall call)
    {
        if (!script.TryGetValue(call.Seat, out var lines) && !script.TryGetValue(AnySeat, out lines))
            throw new OutageException(
                FailureKind.Rejected, $"model {name}: its script has nothing for seat '{call.Seat}'; it has {string.Join(", ", script.Keys)}");
        return lines[Math.Min(call.ReplyCount, lines.Length - 1)];
    }
}
