namespace Debate.Deliberation.Schemes;

/// <summary>
/// An argumentation scheme (Walton, 1996): a form of argument with variables, and the critical questions to which an argument of that form
/// is open. The schemes for clinical decisions follow Hong et al., "ArgMed-Agents" (BIBM 2024), in our own words.
/// </summary>
/// <param name="Name">Its short name, such as ASDM.</param>
/// <param name="Title">Its display name.</param>
/// <param name="Variables">The variables of the form, each with its meaning; names are lower-case words.</param>
/// <param name="Optional">The variables that an argument may leave empty.</param>
/// <param name="Premises">Texts with {variables}; at least one.</param>
/// <param name="Conclusion">A text with {variables}.</param>
/// <param name="Questions">The critical questions, in the order in which they are asked.</param>
public sealed record ArgumentScheme(
    string Name, string Title, IReadOnlyList<SchemeVariable> Variables, IReadOnlyList<string> Optional, IReadOnlyList<string> Premises,
    string Conclusion, IReadOnlyList<CriticalQuestion> Questions)
{
    /// <summary>The variable for the decision that an argument is about; it is bound before a counter-argument is made.</summary>
    public const string DecisionVariable = "decision";

    /// <summary>The critical question of that id, ignoring case; null when there is none.</summary>
    public CriticalQuestion? FindQuestion(string id) =>
        Questions.FirstOrDefault(q => q.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an argument must give the variable a value.</summary>
    public bool IsRequired(string variable) => !Optional.Contains(variable);
}

/// <summary>A variable of a scheme.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What its value says.</param>
public sealed record SchemeVariable(string Name, string Meaning);

/// <summary>A question that an argument must survive. An answer of "yes" is an objection and calls for a counter-argument.</summary>
/// <param name="Id">Its id in the scheme, such as CQ1.</param>
/// <param name="Text">The question, with {variables}.</param>
/// <param name="Challenges">What an objection challenges: "conclusion", or "premise" and its number from 1.</param>
/// <param name="CounterScheme">The scheme of the counter-argument.</param>
/// <param name="AboutVariable">The variable whose value is the decision that the counter-argument is about.</param>
public sealed record CriticalQuestion(string Id, string Text, string Challenges, string CounterScheme,
    string AboutVariable = ArgumentScheme.DecisionVariable);
