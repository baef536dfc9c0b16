using Debate.Deliberation;

namespace Debate.Models;

/// <summary>Creates simulated models from their configuration.</summary>
public static class SimulatedModels
{
    /// <summary>Creates a model; throws <see cref="InputException"/> if its script or recording cannot be read.</summary>
    public static ISimulatedModel Create(SimulatedSpec spec) => spec.Kind switch
    {
        SimulatedKind.Bernoulli => new BernoulliSolver(spec.Accuracy, spec.WrongAnswers),
        SimulatedKind.Scripted when spec.Script is { } script => new ScriptedModel(spec.Name, script),
        SimulatedKind.Scripted => ScriptedModel.Read(spec.Name, ReadText(spec.Name, spec.File!), spec.File!),
        SimulatedKind.Recorded when spec.Replies is { } replies => new ReplayedModel(spec.Name, replies),
        SimulatedKind.Recorded => RecordedModel.Read(spec.Name, ReadText(spec.Name, spec.File!), spec.File!),
        SimulatedKind.TextJudge => new SimulatedTextJudge(spec.Accuracy, spec.TextTraits),
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
