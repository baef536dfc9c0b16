namespace Debate.Deliberation.Answers;

/// <summary>
/// "number": the number in the answer (<see cref="NumberText"/>) equals that of an alias. Equal means: the same up to a relative 1e-9; or
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
    public Check Check(string answer, Problem question) =>
        Answers.Check.Of(TextChecker.Equal(answer, question) || Right(FinalAnswer.Of(answer), question));

    /// <summary>True when at least one alias is a number.</summary>
    public static bool Numeric(Problem question) => question.Answers.Any(alias => NumberText.Key(alias).Count > 0);

    private static bool Right(string answer, Problem question)
    {
        var keys = question.Answers.Select(NumberText.Key).ToList();
        var single = keys.Where(k => k.Count == 1).Select(k => k[0]).ToList();
        return keys.Any(k => k.Count > 1 && SameSet(NumberText.All(answer), k))
            || NumberText.Read(answer) is { } said && single.Any(key => Agree(said, key, single));
    }

    private static bool SameSet(IReadOnlyList<WrittenNumber> said, IReadOnlyList<WrittenNumber> key) =>
        said.Count > 0 && said.All(s => key.Any(k => Same(s, k))) && key.All(k => said.Any(s => Same(s, k)));

    private static bool Same(WrittenNumber said, WrittenNumber key) => said.Equals(key.Value) && !Units.Differ(said.Unit, key.Unit);

    private static bool Agree(WrittenNumber said, WrittenNumber key, IReadOnlyList<WrittenNumber> keys)
    {
        if (Units.Differ(said.Unit, key.Unit)) return false;
        if (said.Equals(key.Value) || said.Rounds(key.Value)) return true;
        if (!keys.Any(k => k.Exact) && key.Rounds(said.Value)) return true;
        return key.Percent && !said.Percent && Math.Abs(said.Value) > 1 && Agree(InPercent(said), key, keys);
    }

    private static WrittenNumber InPercent(WrittenNumber bare) =>
        bare with { Value = bare.Value / 100, Decimals = bare.Decimals + 2, Percent = true, Exact = false };
}
