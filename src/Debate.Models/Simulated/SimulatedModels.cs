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
        SimulatedKind.Scripted => ScriptedModel.Read(spec.Name, ReadFile(spec), spec.File!),
        SimulatedKind.Recorded => RecordedModel.Read(spec.Name, ReadFile(spec), spec.File!),
        SimulatedKind.TextJudge => new SimulatedTextJudge(spec.Accuracy, spec.TextTraits),
        SimulatedKind.Canary => new CanaryModel(Canaries.FindByModel(spec.Name)!),
        _ => new SimulatedParticipant(spec.Accuracy, spec.WrongAnswers, spec.Traits),
    };

    private static string ReadFile(SimulatedSpec spec)
    {
        try
        {
            return File.ReadAllText(spec.File!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"models.{spec.Name}.file '{spec.File}': cannot be read: {OneLine.Format(error.Message, 120)}", error);
        }
    }
}
