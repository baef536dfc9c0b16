namespace Debate.Argumentation.Semantics;

/// <summary>
/// Directionality (Baroni and Giacomin, Artificial Intelligence 2007): acceptance within an unattacked set of arguments depends on that set
/// alone, so the answer for an argument remains valid as long as nothing with a path of attacks to it changes.
/// </summary>
public static class Directionality
{
    /// <summary>
    /// True for admissible, complete, grounded, preferred and ideal semantics; not for those that compare or require whole extensions
    /// (stable, semi-stable, eager, stage) nor for naive and conflict-free sets, which ignore the direction of attacks.
    /// </summary>
    public static bool IsDirectional(ISemantics semantics) => semantics.Code is "AD" or "CO" or "GR" or "PR" or "ID";
}
