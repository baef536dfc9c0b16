using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>How much an explanation may search.</summary>
/// <param name="Sets">The most sets listed of each sort; at least 1.</param>
/// <param name="Checks">The most changed frameworks tried for each sort; at least 1.</param>
/// <param name="Size">The most arguments of a set that changes the status; at least 1.</param>
public sealed record ExplanationLimits(int Sets = 5, int Checks = 2000, int Size = 3);
