using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Debate.Core;
using Debate.Deliberation;
using Debate.Networks;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;

namespace Debate.Training.Reasoners;

/// <summary>A question as a router sees it, which is never with its key.</summary>
/// <param name="Text">The question.</param>
/// <param name="Choices">Number of choices it names; 0 for an open one.</param>
/// <param name="HasPassage">Whether a passage belongs to it.</param>
public sealed record RoutedQuestion(string Text, int Choices = 0, bool HasPassage = false);

/// <summary>What a strategy came to on a question: the share of right answers in [0, 1], NaN where it was not tried, and model calls.</summary>
public readonly record struct StrategyOutcome(double Right, double Calls);

/// <summary>
/// The router of SMART (Yan et al., 2025) as a network by itself: from a question the probability that each strategy answers it rightly, a
/// logistic head a strategy, and the choice that pays most at a price a call.
/// </summary>
public sealed class StrategyRouter
{
    private const int Numbers = 4;

    private readonly Vocabulary _vocabulary;
    private readonly ParameterPlace _words, _numbers, _bias;
    private readonly ParameterLayout _layout = new();
    private readonly float[] _parameters;

    private StrategyRouter(Vocabulary vocabulary, IReadOnlyList<string> strategies, IReadOnlyList<double> calls)
    {
        (_vocabulary, Strategies, Calls) = (vocabulary, strategies, calls);
        _words = _layout.AddConstant(vocabulary.Words.Length, strategies.Count);
        (_numbers, _bias) = (_layout.AddConstant(Numbers, strategies.Count), _layout.AddConstant(1, strategies.Count));
        _parameters = new float[_layout.Count];
    }

    /// <summary>The strategies, in the order of the heads.</summary>
    public IReadOnlyList<string> Strategies { get; }

    /// <summary>Mean calls of each strategy where it was tried.</summary>
    public IReadOnlyList<double> Calls { get; }

    /// <summary>Trains on questions whose outcomes are known, one for each strategy.</summary>
    public static StrategyRouter Train(
        IReadOnlyList<(RoutedQuestion Question, StrategyOutcome[] Outcomes)> rows, IReadOnlyList<string> strategies, StrategyOptions options,
        long seed, ReasonerTraining? progress = null)
    {
        double[] calls = [.. strategies.Select((_, s) => rows.Select(r => r.Outcomes[s]).Where(o => !double.IsNaN(o.Right))
            .Select(o => o.Calls).DefaultIfEmpty(0).Average())];
        var router = new StrategyRouter(Vocabulary.Learn(rows.Select(r => r.Question.Text)), strategies, calls);
        var tape = new Tape<float>(router._parameters);
        new Fitting(options.Passes, 32, options.Rate) { Decay = options.Decay }.Run(
            tape, rows, SeededRandom.Create(seed, "strategies/order"), batch =>
            {
                var outcomes = batch.SelectMany(b => b.Outcomes).ToArray();
                var losses = tape.LogisticLoss(router.Logits(tape, [.. batch.Select(b => b.Question)]),
                    [.. outcomes.Select(o => double.IsNaN(o.Right) ? 0 : (float)o.Right)]);
                return tape.WeightedSum(losses, [.. outcomes.Select(o => double.IsNaN(o.Right) ? 0 : 1f / batch.Length)]);
            }, progress?.Report, progress?.Stop ?? default);
        return router;
    }

    /// <summary>The router of a file.</summary>
    public static StrategyRouter Read(NetworkFile file)
    {
        var router = new StrategyRouter(new(file.List("words")), file.List("strategies"),
            [.. file.List("calls").Select(c => double.Parse(c, CultureInfo.InvariantCulture))]);
        file.ParametersOf(router._layout).CopyTo(router._parameters, 0);
        return router;
    }

    /// <summary>The file of the router.</summary>
    public NetworkFile Write(string trainedOn, long seed, StrategyOptions options) =>
        new(Reasoners.Strategies.Kind, trainedOn, seed, _parameters)
        {
            Settings = NetworkFile.SettingsOf(OptionRecords.Write(options)),
            Names = NetworkFile.NamesOf(("words", _vocabulary.Words), ("strategies", Strategies),
                ("calls", [.. Calls.Select(c => c.ToString("R", CultureInfo.InvariantCulture))])),
        };

    /// <summary>The probability that each strategy is right.</summary>
    public float[] Probabilities(RoutedQuestion question)
    {
        var tape = new Tape<float>(_parameters, learns: false);
        return tape.Read(tape.Sigmoid(Logits(tape, [question]))).ToArray();
    }

    /// <summary>The place of the strategy with the greatest probability less price times calls; of equal ones the first.</summary>
    public int Choose(RoutedQuestion question, double price = 0)
    {
        var probabilities = Probabilities(question);
        return Enumerable.Range(0, Strategies.Count).MaxBy(s => probabilities[s] - price * Calls[s]);
    }

    private Matrix Logits(Tape<float> tape, IReadOnlyList<RoutedQuestion> questions)
    {
        var words = tape.Bag(tape.Parameter(_words), SparseRows.Create([.. questions.Select(q => _vocabulary.Find(q.Text).ToArray())]));
        var numbers = tape.Constant([.. questions.SelectMany(Describe)], questions.Count, Numbers);
        return tape.Add(words, tape.Affine(numbers, tape.Parameter(_numbers), tape.Parameter(_bias)));
    }

    // Length, digits, choices and passage, each about 0 to 1.
    private static float[] Describe(RoutedQuestion question) =>
    [
        (float)(Math.Log(1 + question.Text.Length) / 8), question.Text.Count(char.IsAsciiDigit) / (question.Text.Length + 1f),
        Math.Min(question.Choices, 10) / 10f, question.HasPassage ? 1 : 0,
    ];
}

/// <summary>The options of <see cref="Strategies"/>.</summary>
public sealed record StrategyOptions
{
    /// <summary>Passes over the questions.</summary>
    [Option("Passes over the rows."), Range(1, 1000)]
    public int Passes { get; init; } = 30;

    /// <summary>Adam's rate.</summary>
    [Option("The learning rate."), Range(1e-6, 1.0)]
    public double Rate { get; init; } = 1e-2;

    /// <summary>The square penalty.</summary>
    [Option("The penalty on large weights (L2)."), Range(0.0, 1.0)]
    public double Decay { get; init; } = 2e-3;

    /// <summary>The price of a call.</summary>
    [Option("What a call costs, in right answers."), Range(0.0, 1.0)]
    public double Price { get; init; }
}

/// <summary>The reasoner <c>strategies</c>: which protocol to give a question to.</summary>
public sealed class Strategies : IReasoner
{
    internal const string Kind = "strategies";

    /// <inheritdoc/>
    public string Name => Kind;

    /// <inheritdoc/>
    public string Summary => "which strategy answers a question rightly, and the cheapest that will (SMART's router)";

    /// <inheritdoc/>
    public string RowExample => """{"question": "What is 3 + 4?", "choices": 0, "passage": false, "outcomes": {"cot": 1, "mad": 0}, "calls": {"cot": 1, "mad": 7}}""";

    /// <inheritdoc/>
    public IReadOnlyList<OptionRule> Options => OptionRecords.GetRules<StrategyOptions>();

    /// <inheritdoc/>
    public TrainedReasoner Train(ReasonerTraining training)
    {
        var (options, (train, test)) = (training.Options.Read<StrategyOptions>(), training.Split());
        string[] strategies = [.. training.Rows.SelectMany(row => row.Named("outcomes")).Select(o => o.Name).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        if (strategies.Length < 2) throw training.Rows[0].Error("outcomes", "all rows together must name two strategies at least");
        var router = StrategyRouter.Train(
            [.. train.Select(row => (ReadQuestion(row), ReadOutcomes(row, strategies)))], strategies, options, training.Seed, training);
        return new(router.Write(training.Source, training.Seed, options),
            [Compare(router, [.. test.Select(row => (ReadQuestion(row), ReadOutcomes(row, strategies)))], options.Price)]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportSection> Explain(NetworkFile network, IReadOnlyList<ReasonerRow> rows)
    {
        var router = StrategyRouter.Read(network);
        var price = double.Parse(network.Settings.GetValueOrDefault("price", "0"), CultureInfo.InvariantCulture);
        return [.. rows.Select(row =>
        {
            var (question, chosen) = (ReadQuestion(row), router.Choose(ReadQuestion(row), price));
            var probabilities = router.Probabilities(question);
            return new ReportSection(row.Place)
            {
                Paragraphs = [$"goes to {router.Strategies[chosen]}"],
                Table = new(["strategy", "probability of a right answer", "calls"],
                    [.. router.Strategies.Select((name, s) => new[] { name, Reporting.Show(probabilities[s]), Reporting.Show(router.Calls[s]) })]),
            };
        })];
    }

    /// <summary>Accuracy, calls and regret of each fixed strategy, of the router and of the oracle, on questions with all outcomes.</summary>
    public static ReportSection Compare(
        StrategyRouter router, IReadOnlyList<(RoutedQuestion Question, StrategyOutcome[] Outcomes)> rows, double price)
    {
        var whole = rows.Where(r => r.Outcomes.All(o => !double.IsNaN(o.Right))).ToArray();
        double Pays(StrategyOutcome outcome) => outcome.Right - price * outcome.Calls;
        var best = whole.Select(r => r.Outcomes.MaxBy(Pays)).ToArray();
        string[] Line(string name, Func<int, StrategyOutcome> outcome)
        {
            var outcomes = Enumerable.Range(0, whole.Length).Select(outcome).ToArray();
            return whole.Length == 0 ? [name, "", "", ""] :
            [
                name, Reporting.Show(outcomes.Average(o => o.Right)), Reporting.Show(outcomes.Average(o => o.Calls)),
                Reporting.Show(outcomes.Select((o, i) => Pays(best[i]) - Pays(o)).Average()),
            ];
        }
        return new("Rows that it did not learn from")
        {
            Table = new(["strategy", "accuracy", "calls", "regret"],
            [
                .. router.Strategies.Select((name, s) => Line(name, i => whole[i].Outcomes[s])),
                Line("routed", i => whole[i].Outcomes[router.Choose(whole[i].Question, price)]), Line("oracle", i => best[i]),
            ]),
            Notes = whole.Length == rows.Count ? [] : [$"{rows.Count - whole.Length} of {rows.Count} rows lack an outcome of a strategy and are left out."],
        };
    }

    /// <summary>
    /// The rows of an evaluation, read from its journal: a question with what each variant came to and the calls that it took. What is still
    /// to come or failed is left out; where one question stands twice, its outcomes are averaged. The key is no part of a row.
    /// </summary>
    public static IReadOnlyList<ReasonerRow> RowsOf(IEnumerable<EvaluationRow> rows) =>
    [
        .. rows.Where(row => row.Status is not (RowStatus.Open or RowStatus.Failed)).GroupBy(row => (row.Question, row.Key)).Select(question => new ReasonerRow(
            JsonSerializer.SerializeToElement(new
            {
                question = question.Key.Question,
                choices = question.First().Problem.Choices.Count,
                passage = question.First().Problem.Passage is { Length: > 0 },
                outcomes = question.GroupBy(row => row.Variant).ToDictionary(v => v.Key, v => v.Average(row => row.Correct ? 1.0 : 0)),
                calls = question.GroupBy(row => row.Variant).ToDictionary(v => v.Key, v => v.Average(row => (double)row.Calls)),
            }), question.First().Id)),
    ];

    private static RoutedQuestion ReadQuestion(ReasonerRow row) => new(
        row.Text("question"), row.Has("choices") ? (int)row.Number("choices", 0, 1000) : 0,
        row.Has("passage") && row.Fields.GetProperty("passage").ValueKind == JsonValueKind.True);

    private static StrategyOutcome[] ReadOutcomes(ReasonerRow row, IReadOnlyList<string> strategies)
    {
        var (outcomes, calls) = (row.Named("outcomes"), row.Has("calls") ? row.Named("calls") : []);
        double Find(IReadOnlyList<(string Name, JsonElement Value)> named, string name, double missing, string field) =>
            named.FirstOrDefault(n => n.Name == name).Value switch
            {
                { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => missing,
                { ValueKind: JsonValueKind.True } => 1,
                { ValueKind: JsonValueKind.False } => 0,
                { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && number is >= 0 and < 1e9 => number,
                _ => throw row.Error(field, $"the value of {name} must be a number of at least 0"),
            };
        return [.. strategies.Select(name => new StrategyOutcome(
            Math.Min(1, Find(outcomes, name, double.NaN, "outcomes")), Find(calls, name, 1, "calls")))];
    }
}
