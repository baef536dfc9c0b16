using System.Text.Json.Serialization;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

/// <summary>One of two runs that are compared.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Seed">Its seed.</param>
public sealed record ComparedRun(string Id, string Name, long Seed)
{
    /// <summary>The run of a definition.</summary>
    public static ComparedRun FromDefinition(RunDefinition definition) => new(definition.Id.Value, definition.Name, definition.Seed);
}

/// <summary>A variant of one evaluation against one of another, on the questions of which both have a verdict.</summary>
/// <param name="A">The variant of the first evaluation.</param>
/// <param name="B">The variant of the second.</param>
/// <param name="Questions">The questions.</param>
/// <param name="CorrectA">How many of them the first got right.</param>
/// <param name="CorrectB">How many the second.</param>
/// <param name="AOnly">How many only the first.</param>
/// <param name="BOnly">How many only the second.</param>
/// <param name="P">The two-sided exact p-value of <see cref="McNemar"/>.</param>
public sealed record ComparedVariants(string A, string B, int Questions, int CorrectA, int CorrectB, int AOnly, int BOnly, double P)
{
    /// <summary>The p-value adjusted for all pairs of the comparison by <see cref="Holm"/>.</summary>
    public double PAdjusted { get; init; } = P;

    /// <summary>The accuracy of the second less that of the first; 0 without questions.</summary>
    public double Difference => Questions == 0 ? 0 : (double)(BOnly - AOnly) / Questions;

    /// <summary>The 95 % interval of the difference, see <see cref="PairedDifference"/>.</summary>
    [JsonIgnore]
    public Interval Interval => PairedDifference.ComputeInterval(Questions, CorrectA, CorrectB, AOnly, BOnly);

    /// <summary>The lower end of the interval of the difference.</summary>
    public double Low => Interval.Low;

    /// <summary>The upper end.</summary>
    public double High => Interval.High;
}

/// <summary>A question that one of two variants got right and the other not.</summary>
/// <param name="VariantA">The variant of the first evaluation.</param>
/// <param name="VariantB">The variant of the second.</param>
/// <param name="Question">The question.</param>
/// <param name="Key">The answer key.</param>
/// <param name="A">What became of it in the first.</param>
/// <param name="B">What became of it in the second.</param>
public sealed record FlippedQuestion(string VariantA, string VariantB, string Question, string Key, FlippedAnswer A, FlippedAnswer B);

/// <summary>An answer to a question that flipped.</summary>
/// <param name="Answer">The answer; null where there is none.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Id">The run.</param>
public sealed record FlippedAnswer(string? Answer, RowStatus Status, string Id)
{
    /// <summary>The answer of a row.</summary>
    public static FlippedAnswer FromRow(EvaluationRow row) => new(row.Answer, row.Status, row.Id);
}

/// <summary>
/// Two evaluations side by side. Questions are the same where their text, their choices and their key are, whatever their number: matched
/// by position, two files would be compared question by question that have nothing to do with each other. Of a text that stands several
/// times the first is compared with the first, and so on. Variants are compared with those of the same name; where no name stands in both,
/// each with each.
/// </summary>
public sealed record EvaluationComparison
{
    /// <summary>What is compared.</summary>
    public string Kind { get; } = "evaluation";

    /// <summary>The first evaluation.</summary>
    public required ComparedRun A { get; init; }

    /// <summary>The second.</summary>
    public required ComparedRun B { get; init; }

    /// <summary>What differs in how the two were run, one sentence each.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Questions that both have.</summary>
    public required int Shared { get; init; }

    /// <summary>Questions of the first that the second has not.</summary>
    public required int OnlyA { get; init; }

    /// <summary>Questions of the second that the first has not.</summary>
    public required int OnlyB { get; init; }

    /// <summary>The pairs of variants.</summary>
    public required IReadOnlyList<ComparedVariants> Pairs { get; init; }

    /// <summary>The questions that flipped, pair by pair.</summary>
    public required IReadOnlyList<FlippedQuestion> Flipped { get; init; }

    /// <summary>What a reader should know, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The shared questions with the answers of all variants that are compared.</summary>
    [JsonIgnore]
    public AnswerGrid Grid { get; init; } = new([], []);

    /// <summary>Compares two evaluations by their journals so far.</summary>
    public static EvaluationComparison FromJournals(IReadOnlyList<EntryBody> a, IReadOnlyList<EntryBody> b)
    {
        var (first, second) = (RunDefinitions.FromEntries(a), RunDefinitions.FromEntries(b));
        var (linesA, linesB) = (ReadLines(a), ReadLines(b));
        var matched = Match(linesA, linesB);
        var pairs = FindPairs(Evaluation.ParseVariants(first.Options), Evaluation.ParseVariants(second.Options));
        var compared = pairs.Select(pair => Compare(pair, matched)).ToArray();
        var adjusted = Holm.Adjust([.. compared.Select(pair => pair.P)]);
        var (onlyA, onlyB) = (linesA.Length - matched.Length, linesB.Length - matched.Length);
        return new()
        {
            A = ComparedRun.FromDefinition(first),
            B = ComparedRun.FromDefinition(second),
            Differences = RunDifferences.Describe(first, second),
            Shared = matched.Length,
            OnlyA = onlyA,
            OnlyB = onlyB,
            Pairs = [.. compared.Zip(adjusted, (pair, p) => pair with { PAdjusted = p })],
            Flipped = [.. pairs.SelectMany(pair => FindFlipped(pair, matched))],
            Notes = [.. DescribeKeys(linesA, linesB, matched), .. compared.SelectMany(pair => DescribeOpen(pair, matched.Length))],
            Grid = CreateGrid(pairs, matched),
        };
    }

    private static QuestionLine[] ReadLines(IReadOnlyList<EntryBody> entries) =>
        [.. EvaluationRow.FromJournal(entries, isRunning: false).GroupBy(row => row.Problem, ReferenceEqualityComparer.Instance)
            .Select(line => new QuestionLine([.. line]))];

    /// <summary>The questions that both have, in the order of the first.</summary>
    private static (QuestionLine A, QuestionLine B)[] Match(QuestionLine[] a, QuestionLine[] b)
    {
        var left = b.GroupBy(line => line.Identity, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Queue<QuestionLine>(g), StringComparer.Ordinal);
        return [.. a.Where(line => left.TryGetValue(line.Identity, out var same) && same.Count > 0)
            .Select(line => (line, left[line.Identity].Dequeue()))];
    }

    private static (string A, string B)[] FindPairs(IReadOnlyList<EvaluationVariant> a, IReadOnlyList<EvaluationVariant> b)
    {
        (string A, string B)[] same = [.. a.Where(x => b.Any(y => y.Name == x.Name)).Select(x => (x.Name, x.Name))];
        return same.Length > 0 ? same : [.. a.SelectMany(x => b.Select(y => (x.Name, y.Name)))];
    }

    private static IEnumerable<(EvaluationRow A, EvaluationRow B)> ReadPairs(
        (string A, string B) pair, (QuestionLine A, QuestionLine B)[] matched) =>
        matched.Select(line => (A: line.A.Find(pair.A), B: line.B.Find(pair.B)))
            .Where(rows => rows is { A.Verdict: not null, B.Verdict: not null });

    private static ComparedVariants Compare((string A, string B) pair, (QuestionLine A, QuestionLine B)[] matched)
    {
        var rows = ReadPairs(pair, matched).ToArray();
        var outcome = PairedComparison.FromOutcomes(pair.A, pair.B, rows.Select(r => (r.A.Correct, r.B.Correct)));
        return new(pair.A, pair.B, rows.Length, rows.Count(r => r.A.Correct), rows.Count(r => r.B.Correct), outcome.AOnly, outcome.BOnly,
            outcome.P);
    }

    private static IEnumerable<FlippedQuestion> FindFlipped((string A, string B) pair, (QuestionLine A, QuestionLine B)[] matched) =>
        from rows in ReadPairs(pair, matched)
        where rows.A.Correct != rows.B.Correct
        select new FlippedQuestion(
            pair.A, pair.B, rows.A.Question, rows.A.Key, FlippedAnswer.FromRow(rows.A), FlippedAnswer.FromRow(rows.B));

    private static IEnumerable<string> DescribeKeys(QuestionLine[] a, QuestionLine[] b, (QuestionLine A, QuestionLine B)[] matched)
    {
        if (matched.Length == 0) yield return "No question stands in both: nothing is compared.";
        var (leftA, leftB) = (a.Except(matched.Select(m => m.A)), b.Except(matched.Select(m => m.B)));
        if (leftA.Select(line => line.Text).Intersect(leftB.Select(line => line.Text)).Count() is > 0 and var other)
            yield return FormattableString.Invariant($"{other} questions have the same text and another key: not compared.");
    }

    private static IEnumerable<string> DescribeOpen(ComparedVariants pair, int shared)
    {
        if (pair.Questions < shared)
            yield return FormattableString.Invariant(
                $"{pair.A} and {pair.B}: {shared - pair.Questions} shared questions have no verdict in one of the two: not compared.");
    }

    private static AnswerGrid CreateGrid((string A, string B)[] pairs, (QuestionLine A, QuestionLine B)[] matched)
    {
        // Pair by pair, so that what is compared stands side by side; a variant that meets several stands once.
        (string Side, string Name)[] columns = [.. pairs.SelectMany(p => new[] { ("A", p.A), ("B", p.B) }).Distinct()];
        return new(
            [.. columns.Select(c => $"{c.Side} {c.Name}")],
            [
                .. matched.Select((line, i) => new AnswerLine(
                    i + 1, [.. columns.Select(c => (c.Side == "A" ? line.A : line.B).Find(c.Name))])),
            ]);
    }

    /// <summary>A question with the row of each variant.</summary>
    private sealed class QuestionLine(EvaluationRow[] rows)
    {
        private const char Separator = '\0';

        public string Text { get; } = rows[0].Problem.Text;

        /// <summary>What makes it the same question.</summary>
        public string Identity { get; } = string.Join(Separator, rows[0].Problem.Answers.Order(StringComparer.Ordinal)
            .Prepend(rows[0].Problem.Reference ?? "").Prepend(rows[0].Problem.PromptText));

        public EvaluationRow Find(string variant) => rows.First(row => row.Variant == variant);
    }
}

/// <summary>The difference of two proportions measured on the same items.</summary>
public static class PairedDifference
{
    /// <summary>
    /// The 95 % interval of the second proportion less the first: method 10 of Newcombe ("Improved confidence intervals for the difference
    /// between binomial proportions based on paired data", 1998), score intervals joined with the correlation of the two, corrected for
    /// continuity. Without items it is [-1, 1].
    /// </summary>
    /// <param name="items">The items, at least 0.</param>
    /// <param name="a">Those of which the first is right.</param>
    /// <param name="b">Those of which the second is.</param>
    /// <param name="aOnly">Those of which only the first is.</param>
    /// <param name="bOnly">Those of which only the second is.</param>
    public static Interval ComputeInterval(int items, int a, int b, int aOnly, int bOnly)
    {
        if (items == 0) return new(-1, 1);
        double n = items, pA = a / n, pB = b / n;
        var (ofA, ofB) = (Wilson.ComputeInterval(a, n), Wilson.ComputeInterval(b, n));
        var phi = ComputePhi(a - aOnly, aOnly, bOnly, items - a - bOnly);
        double Join(double first, double second) => Math.Sqrt(Math.Max(0, first * first - 2 * phi * first * second + second * second));
        var difference = pB - pA;
        return new Interval(difference - Join(pB - ofB.Low, ofA.High - pA), difference + Join(ofB.High - pB, pA - ofA.Low))
            .Clamp(new(-1, 1));
    }

    /// <summary>The correlation of a table of four counts, a positive one corrected for continuity.</summary>
    private static double ComputePhi(double both, double aOnly, double bOnly, double neither)
    {
        var margins = (both + aOnly) * (bOnly + neither) * (both + bOnly) * (aOnly + neither);
        if (margins <= 0) return 0;
        var product = both * neither - aOnly * bOnly;
        var corrected = product > 0 ? Math.Max(0, product - (both + aOnly + bOnly + neither) / 2) : product;
        return corrected / Math.Sqrt(margins);
    }
}
