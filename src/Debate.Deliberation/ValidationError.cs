namespace Debate.Deliberation;

/// <summary>An invalid value: its field, the value and the rule that it breaks.</summary>
/// <param name="Field">The field, by its name in JSON.</param>
/// <param name="Value">The invalid value.</param>
/// <param name="Rule">The rule, as "must be ...".</param>
public sealed record ValidationError(string Field, string Value, string Rule)
{
    /// <summary>
    /// The exception for this error; its message begins with <paramref name="place"/>, the path of the field, such as "budget.".
    /// </summary>
    public InputException ToException(string place) => new($"{place}{Field} '{Value}': it {Rule}");
}
