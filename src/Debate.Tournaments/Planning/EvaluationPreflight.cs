using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Planning;

/// <summary>
/// Checks before the first call all that an evaluation needs: its arms, their seats and models, and that each question can be played by
/// each arm under an id of its own. Whoever starts an evaluation that came ready-made asks it.
/// </summary>
/// <param name="protocols">The protocols.</param>
/// <param name="models">The models.</param>
public sealed class EvaluationPreflight(ProtocolRegistry protocols, IKnownModels models)
{
    /// <summary>Throws <see cref="InputException"/> for an evaluation that could not be played to its end.</summary>
    public void Validate(RunDefinition evaluation)
    {
        if (evaluation.Problem.Parts.Count == 0) throw new InputException("problem.parts: an evaluation needs at least one question");
        var variants = Evaluation.ParseVariants(evaluation.Options);
        if (variants.Count == 0) throw new InputException("options.variant.0.protocol: an evaluation needs at least one arm");
        foreach (var (part, i) in evaluation.Problem.Parts.Select((part, i) => (part, i)))
            if (string.IsNullOrWhiteSpace(part.Key) || string.IsNullOrWhiteSpace(part.Text))
                throw new InputException(FormattableString.Invariant($"problem.parts[{i}]: it needs a key and a text"));
        var isPredicted = evaluation.Options.Read<EvaluationOptions>().Measure.Predictability;
        var (keys, seated) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<EvaluationVariant>());
        foreach (var (variant, part, child) in Evaluation.CreateChildren(evaluation.Problem, evaluation.Seats, evaluation.Options))
        {
            if (!keys.Add(child.Key))
                throw new ValidationError("problem.parts", part.Key, "has the key of another question").ToException("");
            _ = evaluation.Id.Child(isPredicted ? Evaluation.PredictionKey(child.Key) : child.Key);
            // What says of which questions a plan is made is for the evaluation, which makes it first.
            var options = protocols.CompleteOptions(
                child.Protocol, part, new(child.Options.Where(o => o.Key != AutoEvolveOptions.PlanOfName)));
            if (seated.Add(variant)) ValidateSeats(variant, child, options);
        }
        if (isPredicted)
            models.Find((evaluation.Seats.FirstOrDefault(s => s.Name == Evaluation.Predictor)
                ?? throw new InputException($"seats: there is no {Evaluation.Predictor}, and predictability is measured")).Model);
    }

    private void ValidateSeats(EvaluationVariant variant, Child child, ProtocolOptions options)
    {
        var protocol = protocols.Find(variant.Protocol);
        var names = protocol.Seats(options);
        if (!child.Seats.Select(s => s.Name).Order(StringComparer.Ordinal).SequenceEqual(names.Order(StringComparer.Ordinal)))
            throw new InputException($"seats: those of {variant.Name} must be {string.Join(", ", names.Take(20))}");
        foreach (var seat in child.Seats)
            if (protocol.DefaultModel is null && !ExternalSeat.IsExternal(seat)
                && protocol.WithoutModel(child.Problem)?.Model != seat.Model)
                models.Find(seat.Model);
    }
}
