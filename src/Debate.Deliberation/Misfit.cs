namespace Debate.Deliberation;

/// <summary>A value that cannot be: which field, what stands there and the rule that it breaks.</summary>
/// <param name="Field">The field, by its name in JSON.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Rule">What it must be: "must be ...".</param>
public sealed record Misfit(string Field, string Value, string Rule)
{
    /// <summary>The refusal, which begins with the place of the field, such as "budget.".</summary>
    public InputException At(string place) => new($"{place}{Field} '{Value}': it {Rule}");
}
