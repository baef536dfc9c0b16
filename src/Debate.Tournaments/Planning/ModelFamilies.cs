using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Tournaments.Planning;

/// <summary>The models that a plan may seat.</summary>
public interface IKnownModels
{
    /// <summary>Their names.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The name of the model that a name means; throws <see cref="InputException"/> where there is none.</summary>
    string Find(string name);

    /// <summary>The family declared for a model, under this name or another of the same model; null where none is.</summary>
    string? GetFamily(string name);

    /// <summary>
    /// The first of all names of the model that a name means: two names for one model id at one endpoint are one model. The name itself
    /// where there is no other, or no such model.
    /// </summary>
    string Identify(string name) => name;
}

/// <summary>The families of seats that declare none.</summary>
public static class ModelFamilies
{
    /// <summary>
    /// The family of a model: the one declared for it; else the one that other seats of the same model have, if that is one; else, where
    /// the model has several names, the first of these. Null where the model's own name is its family.
    /// </summary>
    /// <param name="model">The model's name.</param>
    /// <param name="models">The models.</param>
    /// <param name="others">Seats whose families are known.</param>
    public static string? Find(string model, IKnownModels models, IEnumerable<Seat> others)
    {
        if (models.GetFamily(model) is { } declared) return declared;
        var name = models.Identify(model);
        var same = others.Where(s => s.Family is not null && models.Identify(s.Model) == name);
        string[] families = [.. same.Select(s => s.Family!).Distinct()];
        return families is [var only] ? only : name == model ? null : name;
    }

    /// <summary>Seats with their families, wherever one declares none.</summary>
    public static IEnumerable<Seat> Complete(IReadOnlyList<Seat> seats, IKnownModels models) =>
        seats.Select(seat => seat.Family is null ? seat with { Family = Find(seat.Model, models, seats) } : seat);
}
