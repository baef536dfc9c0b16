namespace Debate.Deliberation.Answers;

/// <summary>
/// "number": the number in the answer (<see cref="NumberParser"/>) equals that of an alias. Equal means: the same up to a relative 1e-9; or
/// the answer is a whole-number or fraction alias rounded to the places that the answer shows; or, when the key has only decimals or per
/// cents, either is the other rounded (two significant digits at least, at most 1.5 % off). A bare 48 answers a key in per cent (48%). A
/// key of several numbers ("6 or 12") requires exactly these. Units and currencies are never converted: two written units that differ do
/// not match, and a unit written on one side only is ignored. An answer that equals an alias as text is right as well ("1/e").
/// </summary>
public sealed class NumberChecker : IAnswerChecker
{
    /// <inheritdoc/>
    public string Name => "number";

    /// <inheritdoc/>
    public AnswerCheck Check(string answer, Problem question) =>
        Answers.AnswerCheck.FromCorrect(TextChecker.IsExactMatch(answer, question) || IsCorrect(FinalAnswer.Extract(answer), question));

    /// <summary>True when at least one alias is a number.</summary>
    public static bool HasNumericKey(Problem question) => question.Answers.Any(alias => NumberParser.ParseKey(alias).Count > 0);

    private static bool IsCorrect(string answer, Problem question)
    {
        var keys = question.Answers.Select(NumberParser.ParseKey).ToList();
        var single = keys.Where(k => k.Count == 1).Select(k => k[0]).ToList();
        return keys.Any(k => k.Count > 1 && IsSameSet(NumberParser.FindAll(answer), k))
            || NumberParser.FindFinal(answer) is { } said && single.Any(key => MatchesKey(said, key, single));
    }

    private static bool IsSameSet(IReadOnlyList<WrittenNumber> said, IReadOnlyList<WrittenNumber> key) =>
        said.Count > 0 && said.All(s => key.Any(k => IsSameNumber(s, k))) && key.All(k => said.Any(s => IsSameNumber(s, k)));

    private static bool IsSameNumber(WrittenNumber said, WrittenNumber key) =>
        said.IsCloseTo(key.Value) && !Units.AreIncompatible(said.Unit, key.Unit);

    private static bool MatchesKey(WrittenNumber said, WrittenNumber key, IReadOnlyList<WrittenNumber> keys)
    {
        if (Units.AreIncompatible(said.Unit, key.Unit)) return false;
        if (said.IsCloseTo(key.Value) || said.IsRoundingOf(key.Value)) return true;
        if (!keys.Any(k => k.IsExact) && key.IsRoundingOf(said.Value)) return true;
        return key.IsPercent && !said.IsPercent && Math.Abs(said.Value) > 1 && MatchesKey(ToPercent(said), key, keys);
    }

    private static WrittenNumber ToPercent(WrittenNumber bare) =>
        bare with { Value = bare.Value / 100, Decimals = bare.Decimals + 2, IsPercent = true, IsExact = false };
}
