using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Debate.Core.Input;

namespace Debate.Deliberation.Answers;

/// <summary>
/// Whether a reply's answer is right by a key: one-sided and tolerant, unlike <see cref="AnswerGroups"/>.
/// <para>A number is right where the reply gives that number, whatever it counts: exactly; or rounded to the places that it shows where the
/// key is a whole number, a fraction or a closed form (two significant digits at least, at most 1.5 % off); or, when the key has only
/// decimals or per cents, where either is the other rounded. A bare 48 answers 48%. It is not right where it has another sign, where
/// another number stands undenied beside it ("12 or 13"), or where its unit is one that the key's unit excludes. "4 apples, not 5" is
/// 4.</para>
/// <para>A key of several numbers requires exactly these. Expressions, pairs, sets and intervals are compared as what they are, yes and no
/// as such, and all else as words.</para>
/// </summary>
internal static class RightAnswer
{
    /// <summary>Longest line, in characters, whose first number may be the answer; in a longer one the last number is.</summary>
    private const int MaxShortLine = 80;

    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly LazyRegex ListMarker = new(@"^[.)]\s", Linear);

    private static readonly LazyRegex Leading = new(
        @"^(?:[^\p{L}\d]|about|approximately|approx|around|roughly|exactly|only|just|at|most|least|nearly|almost|over"
        + @"|it|is|be|rs|usd|eur|a|an|the|x|either|between)*$", Linear);

    private static readonly LazyRegex DeniedBefore = new(
        @"(?:(?<![a-z])(?:not|never|neither|nor|cannot|except|excluding|rather than|instead of|as opposed to|unlike)\b|n't\b)"
        + @"(?:\s+(?!only)[\p{L}'$€£]+){0,3}\s*[$€£(""*]*$|\bno\s+$|[<>≤≥≠]\s*$", RegexOptions.CultureInvariant);

    private static readonly LazyRegex DeniedBehind = new(
        @"^[\s\p{L}°)]{0,24}?\b(?:is|was|are|would be|being)\s+(?:clearly\s+|also\s+)?(?:not|wrong|incorrect|false|impossible|too\s)"
        + @"|^\s*(?:isn't|wasn't|can't)", RegexOptions.CultureInvariant);

    private static readonly LazyRegex Beside = new(
        @"^\s*(?:(?:(?!for|of|in|per|at|on|from|with|by|out|than|as|because|since|and|or|to)[\p{L}°'%]+)\s*){0,3}"
        + @"(?:[\s(]*(?:[,;/&~–-]|\b(?:or|and|to|versus|vs|maybe|perhaps|possibly|alternatively|otherwise)\b))"
        + @"(?:[\s,.;:()?/&$€£*""'…-]|\b(?:or|and|to|even|else|also|maybe|perhaps|possibly|probably|alternatively|otherwise|about|around|approximately"
        + @"|roughly|nearly|either|it|is|it's|could|can|might|may|be|the|a|an|answer|option|i|think|guess|say|if|not|rather|instead|just|really|rs)\b"
        + @"|\b[a-z]\s*=)*$", RegexOptions.CultureInvariant);

    private static readonly LazyRegex SentenceBeside = new(
        @"^[^\d]{0,24}[.?!]\s*(?:or|maybe|perhaps|possibly|alternatively|otherwise)\b[\s,.:()$€£\p{L}']{0,24}$", Linear);

    private static readonly LazyRegex PluralBehind = new(
        @"^[ -](?!(?:this|does|always|thus|plus|minus|units|versus|perhaps)\b)([\p{L}-]{3,}s)\b", RegexOptions.CultureInvariant);

    private static readonly LazyRegex Reason = new(@"\s*,?\s+(?:because|since|as|given that|which|where|so that|considering)\s", Linear);

    /// <summary>Whether the reply is right by one of the keys.</summary>
    public static bool IsRight(string reply, IReadOnlyList<string> keys)
    {
        var final = FinalAnswer.Extract(reply);
        var parsed = ParseKeys(keys);
        return IsSame(reply, final, parsed) || IsRightInWords(final, parsed);
    }

    /// <summary>Whether the reply, or the answer in it, is one of the keys without anything else: nothing is rounded.</summary>
    public static bool IsSame(string reply, IReadOnlyList<string> keys) =>
        IsSame(reply, FinalAnswer.Extract(reply), ParseKeys(keys));

    /// <summary>The keys as they are read. A question is checked against many replies, so its keys are read once while they live.</summary>
    public static IReadOnlyList<AnswerValue> ParseKeys(IReadOnlyList<string> keys)
    {
        if (Parsed.TryGetValue(keys, out var known) && known.Texts.SequenceEqual(keys, StringComparer.Ordinal)) return known.Values;
        var parsed = new ParsedKeys([.. keys], [.. keys.Select(AnswerValue.Parse)]);
        Parsed.AddOrUpdate(keys, parsed);
        return parsed.Values;
    }

    private static readonly ConditionalWeakTable<IReadOnlyList<string>, ParsedKeys> Parsed = [];

    private sealed record ParsedKeys(IReadOnlyList<string> Texts, IReadOnlyList<AnswerValue> Values);

    private static bool IsSame(string reply, string final, IReadOnlyList<AnswerValue> keys)
    {
        var said = AnswerValue.Parse(final);
        if (keys.Any(key => IsSameWhole(said, key))) return true;
        if (final == reply || keys.All(k => k.IsMathematical || k.Kind == AnswerKind.YesNo)) return false;
        var whole = AnswerValue.Parse(reply);
        return keys.Any(key => key.Kind == AnswerKind.Text && IsSameWhole(whole, key));
    }

    /// <summary>Whether the text as a whole is the key: as words, yes or no, an expression, a pair, a set, or a number with its
    /// unit.</summary>
    private static bool IsSameWhole(AnswerValue said, AnswerValue key) => said.Kind == key.Kind && said.Form == key.Form
        && (said.Unit is null || key.Unit is null || !key.Unit.Excludes(said.Unit));

    private static bool IsRightInWords(string answer, IReadOnlyList<AnswerValue> keys)
    {
        if (!keys.Any(k => k.IsMathematical)) return false;
        var plain = MathText.Flatten(answer);
        var terms = MathScanner.FindTerms(plain);
        foreach (var key in keys)
        {
            if (key.Kind == AnswerKind.Numbers && IsSameSet(Undenied(plain, terms), key.Numbers)) return true;
            if (key.Kind is AnswerKind.Formula or AnswerKind.Sequence && GivesOnly(Undenied(plain, terms), key)) return true;
        }
        var single = keys.Where(k => k.Kind == AnswerKind.Number).Select(k => k.Numbers[0]).ToList();
        return single.Count > 0 && FindNumber(plain) is { } number && single.Any(key => IsMatch(number, key, single));
    }

    private static IEnumerable<MathTerm> Undenied(string plain, IReadOnlyList<MathTerm> terms) =>
        terms.Where((t, i) => (!t.IsVague || terms.All(o => o.IsVague)) && !IsDenied(plain, terms, i));

    /// <summary>Whether of the expressions, or of the pairs and sets, there is one alone, and it is the key.</summary>
    private static bool GivesOnly(IEnumerable<MathTerm> terms, AnswerValue key) =>
        terms.Where(t => t.Kind == (key.Kind == AnswerKind.Formula ? TermKind.Formula : TermKind.Sequence)).ToList() is [var only]
            && only.Form == key.Form;

    private static bool IsSameSet(IEnumerable<MathTerm> reply, IReadOnlyList<MathTerm> key)
    {
        var said = reply.ToList();
        return said.Count > 0 && said.All(s => key.Any(k => IsSame(s, k))) && key.All(k => said.Any(s => IsSame(s, k)));
    }

    private static bool IsSame(MathTerm said, MathTerm key) => said.IsSameNumber(key) && !Excludes(key, said);

    private static bool Excludes(MathTerm key, MathTerm said) => key.Unit is { } wanted && said.Unit is { } unit && wanted.Excludes(unit);

    private static bool IsMatch(MathTerm said, MathTerm key, IReadOnlyList<MathTerm> keys)
    {
        if (Excludes(key, said)) return false;
        if (said.IsSameNumber(key) || said.IsRoundingOf(key)) return true;
        if (!keys.Any(k => k.IsExact) && key.IsRoundingOf(said)) return true;
        return key.IsPercent && !said.IsPercent && Math.Abs(said.Value) > 1 && IsMatch(said.AsPercent(), key, keys);
    }

    /// <summary>
    /// The number that a reply gives, from its last line with a number: behind the last equals sign if there is one; the first number when
    /// a
    /// short line starts with it ("5 minutes for 100 machines"), otherwise the last ("for 100 machines, 5"). A list marker ("3. ") and what
    /// is denied is skipped, and a reason behind the answer is not read. Null when there is none, or several beside one another.
    /// </summary>
    public static MathTerm? FindNumber(string plain)
    {
        var lines = plain.Split('\n');
        for (var i = lines.Length - 1; i >= 0; i--)
        {
            var terms = MathScanner.FindTerms(lines[i]);
            if (terms.Any(t => t.Kind == TermKind.Number)) return FindInLine(lines[i], terms);
        }
        return null;
    }

    private static MathTerm? FindInLine(string line, IReadOnlyList<MathTerm> terms)
    {
        if (terms.FirstOrDefault(t => t.Kind == TermKind.Number) is { } number
            && Reason.Match(line, number.End) is { Success: true, Index: var end })
            return FindInLine(line[..end], [.. terms.Where(t => t.End <= end)]);
        var numbers = Undenied(line, terms).Where(t => t.Kind != TermKind.Sequence).ToList();
        var from = line.LastIndexOfAny(['=', '≈']) + 1;
        if (!numbers.Any(t => t.Start >= from && t.Kind == TermKind.Number)) from = 0;
        var after = numbers.Where(t => t.Start >= from).ToList();
        if (after.Count == 0) return null;
        if (after.Count > 1 && after[0].Start <= from + 4 && ListMarker.IsMatch(line[after[0].End..])) after.RemoveAt(0);
        var leads = line.Length - from <= MaxShortLine && after[0].Start - from <= 60 && Leading.IsMatch(line[from..after[0].Start]);
        var chosen = leads ? after[0] : after[^1];
        if (chosen.Kind != TermKind.Number || IsHedged(line, numbers, chosen)) return null;
        return chosen.Unit is null && PluralBehind.Match(line[chosen.End..]) is { Success: true } noun
            ? chosen with { Unit = Units.CreateNoun(noun.Groups[1].Value) } : chosen;
    }

    private static bool IsDenied(string line, IReadOnlyList<MathTerm> terms, int term)
    {
        var from = Math.Max(term > 0 ? terms[term - 1].End : 0, terms[term].Start - 60);
        if (DeniedBefore.IsMatch(line[from..terms[term].Start])) return true;
        var to = Math.Min(term + 1 < terms.Count ? terms[term + 1].Start : line.Length, terms[term].End + 60);
        return DeniedBehind.IsMatch(line[terms[term].End..to]);
    }

    private static bool IsHedged(string line, IReadOnlyList<MathTerm> numbers, MathTerm chosen)
    {
        var at = numbers.ToList().IndexOf(chosen);
        return IsBeside(at - 1, at) || IsBeside(at, at + 1);

        bool IsBeside(int one, int other)
        {
            if (one < 0 || other >= numbers.Count || numbers[other].Start - numbers[one].End > 120) return false;
            var (a, b, between) = (numbers[one], numbers[other], line[numbers[one].End..numbers[other].Start]);
            if (a.IsSameNumber(b) && (a.Unit is null || b.Unit is null || !a.Unit.Excludes(b.Unit)) || a.IsRoundingOf(b)
                || b.IsRoundingOf(a)) return false;
            return Beside.IsMatch(between) || SentenceBeside.IsMatch(between);
        }
    }
}
