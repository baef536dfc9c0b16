using System.ComponentModel.DataAnnotations;
using Debate.Core;
using Debate.Deliberation;
using Debate.Networks;
using Debate.Tournaments;

namespace Debate.Training.Reasoners;

/// <summary>A question with a rationale, and the place of its answer among the choices.</summary>
public sealed record RationaleRow(string Question, string Rationale, int Answer);

/// <summary>
/// The reader of PINTO (Wang, Chan, Ilievski, Chen and Ren, ICLR 2023): it answers from question and rationale and is trained to be unsure
/// where the rationale is damaged: cross-entropy on the intact row plus <c>counter</c> times cross-entropy with a smoothed target on the
/// damaged one. A sum over words, of question and rationale in tables of their own; or one layer of attention over their embeddings.
/// </summary>
public sealed class RationaleModel
{
    private readonly Vocabulary _vocabulary;
    private readonly RationaleOptions _options;
    private readonly ParameterLayout _layout = new();
    private readonly ParameterPlace _words, _bias;
    private readonly AttentionLayer? _attention;
    private readonly DenseLayer? _output;
    private readonly float[] _parameters;

    private RationaleModel(Vocabulary vocabulary, IReadOnlyList<string> choices, RationaleOptions options, SeededRandom draws)
    {
        (_vocabulary, Choices, _options) = (vocabulary, choices, options);
        var width = options.Reader == RationaleReaderKind.Attention ? options.Width : choices.Count;
        // Two tables, one below the other: words of the question, words of the rationale.
        _words = options.Reader == RationaleReaderKind.Attention
            ? _layout.AddUniform(2 * vocabulary.Words.Length, width, .3) : _layout.AddConstant(2 * vocabulary.Words.Length, width);
        _bias = _layout.AddConstant(1, choices.Count);
        if (options.Reader == RationaleReaderKind.Attention)
            (_attention, _output) = (AttentionLayer.Create(_layout, width), DenseLayer.Create(_layout, width, choices.Count));
        _parameters = _layout.CreateParameters<float>(draws);
    }

    /// <summary>The choices.</summary>
    public IReadOnlyList<string> Choices { get; }

    /// <summary>Trains on rows.</summary>
    public static RationaleModel Train(
        IReadOnlyList<RationaleRow> rows, IReadOnlyList<string> choices, RationaleOptions options, long seed, ReasonerTraining? progress = null)
    {
        var vocabulary = Vocabulary.Learn(rows.SelectMany(r => new[] { r.Question, r.Rationale }));
        var model = new RationaleModel(vocabulary, choices, options, SeededRandom.Create(seed, "rationale-reader/parameters"));
        var (tape, damage) = (new Tape<float>(model._parameters), SeededRandom.Create(seed, "rationale-reader/damage"));
        new Fitting(options.Passes, 32, options.Rate).Run(tape, rows, SeededRandom.Create(seed, "rationale-reader/order"), batch =>
        {
            int[] answers = [.. batch.Select(b => b.Answer)];
            Matrix Logits(Func<int[], int[]> rationale) => model.Logits(tape,
                [.. batch.Select(b => ((int[])[.. vocabulary.Find(b.Question)], rationale([.. vocabulary.Find(b.Rationale)])))]);
            var loss = tape.Mean(tape.CrossEntropy(Logits(words => words), answers));
            if (options.Counter == 0) return loss;
            var damaged = tape.Mean(tape.CrossEntropy(Logits(words => model.Damage(words, damage)), answers, options.Epsilon));
            return tape.Add(loss, tape.Scale(damaged, options.Counter));
        }, progress?.Report, progress?.Stop ?? default);
        return model;
    }

    /// <summary>The model of a file.</summary>
    public static RationaleModel Read(NetworkFile file)
    {
        var options = new ProtocolOptions(file.Settings).Read<RationaleOptions>();
        var model = new RationaleModel(
            new(file.List("words")), file.List("choices"), options, SeededRandom.Create(0, "rationale-reader/read"));
        file.ParametersOf(model._layout).CopyTo(model._parameters, 0);
        return model;
    }

    /// <summary>The file of the model.</summary>
    public NetworkFile Write(string trainedOn, long seed) => new(RationaleReader.Kind, trainedOn, seed, _parameters)
    {
        Settings = NetworkFile.SettingsOf(OptionRecords.Write(_options)),
        Names = NetworkFile.NamesOf(("words", _vocabulary.Words), ("choices", Choices)),
    };

    /// <summary>The probability of each choice, from a question and a rationale, which may be empty.</summary>
    public float[] Probabilities(string question, string rationale)
    {
        var tape = new Tape<float>(_parameters, learns: false);
        return tape.Read(tape.Softmax(Logits(tape, [([.. _vocabulary.Find(question)], [.. _vocabulary.Find(rationale)])]))).ToArray();
    }

    /// <summary>
    /// How much of its confidence hangs on the rationale: the probability of its answer less that of the same answer where a share of the
    /// rationale's words, in [0, 1], is left out; the mean over some damages.
    /// </summary>
    public double Sensitivity(string question, string rationale, double share, SeededRandom draws, int damages = 4)
    {
        var whole = Probabilities(question, rationale);
        var answer = Reporting.ArgMax(whole);
        var words = Vocabulary.Split(rationale).ToArray();
        return Enumerable.Range(0, damages).Average(_ =>
            (double)whole[answer] - Probabilities(question, string.Join(' ', words.Where(_ => !draws.NextBool(share))))[answer]);
    }

    // Words are left out, others replaced by any word that it knows.
    private int[] Damage(int[] words, SeededRandom draws) =>
    [
        .. words.Where(_ => !draws.NextBool(_options.Mask))
            .Select(word => draws.NextBool(_options.Replace) ? draws.NextInt(_vocabulary.Words.Length) : word),
    ];

    private Matrix Logits(Tape<float> tape, IReadOnlyList<(int[] Question, int[] Rationale)> rows)
    {
        var (table, count) = (tape.Parameter(_words), _vocabulary.Words.Length);
        IEnumerable<int> Both((int[] Question, int[] Rationale) row) => row.Question.Concat(row.Rationale.Select(word => count + word));
        if (_attention is null)
            return tape.AddRow(tape.Bag(table, SparseRows.Create([.. rows.Select(row => Both(row).ToArray())])), tape.Parameter(_bias));
        var texts = rows.Select(row =>
        {
            int[] words = [.. Both(row)];
            var embedded = words.Length == 0 ? tape.Constant(new float[_options.Width], 1, _options.Width) : tape.Gather(table, words);
            return tape.ColumnMean(tape.Add(embedded, _attention.Apply(tape, embedded, embedded)));
        });
        return _output!.Apply(tape, tape.Stack([.. texts]));
    }
}

/// <summary>How the reader of rationales reads.</summary>
public enum RationaleReaderKind
{
    /// <summary>A sum over words.</summary>
    Sum,

    /// <summary>One layer of attention over embeddings.</summary>
    Attention,
}

/// <summary>The options of <see cref="RationaleReader"/>.</summary>
public sealed record RationaleOptions
{
    /// <summary>How it reads.</summary>
    [Option("How it reads: a sum over words, or one layer of attention.")]
    public RationaleReaderKind Reader { get; init; }

    /// <summary>The weight of damaged rationales.</summary>
    [Option("The weight of the loss on damaged rationales; 0 is the ablation."), Range(0.0, 10.0)]
    public double Counter { get; init; } = 1;

    /// <summary>How uniform the target of a damaged rationale is.</summary>
    [Option("How uniform the target of a damaged rationale is; 1: wholly."), Range(0.0, 1.0)]
    public double Epsilon { get; init; } = 1;

    /// <summary>The share of words that a damage leaves out.</summary>
    [Option("The share of words that a damage leaves out."), Range(0.0, 1.0)]
    public double Mask { get; init; } = .5;

    /// <summary>
    /// The share of the other words that a damage replaces. A replacement may be evidence itself, so that the reader learns to distrust it:
    /// on planted data .5 costs 15 points of accuracy.
    /// </summary>
    [Option("The share of the other words that a damage replaces."), Range(0.0, 1.0)]
    public double Replace { get; init; }

    /// <summary>Numbers of an embedding.</summary>
    [Option("Numbers of an embedding, for attention."), Range(1, 512)]
    public int Width { get; init; } = 32;

    /// <summary>Passes over the rows.</summary>
    [Option("Passes over the rows."), Range(1, 1000)]
    public int Passes { get; init; } = 30;

    /// <summary>Adam's rate.</summary>
    [Option("The learning rate."), Range(1e-6, 1.0)]
    public double Rate { get; init; } = 1e-2;
}

/// <summary>The reasoner <c>rationale-reader</c>: answers from rationales, and is unsure without them.</summary>
public sealed class RationaleReader : IReasoner
{
    internal const string Kind = "rationale-reader";

    private static readonly double[] Shares = [.25, .5, .75, 1];

    /// <inheritdoc/>
    public string Name => Kind;

    /// <inheritdoc/>
    public string Summary => "answers from a question and its rationale, and is unsure where the rationale is damaged (PINTO)";

    /// <inheritdoc/>
    public string RowExample => """{"question": "Does it float?", "rationale": "wood is lighter than water", "answer": "yes"}""";

    /// <inheritdoc/>
    public IReadOnlyList<OptionRule> Options => OptionRecords.GetRules<RationaleOptions>();

    /// <inheritdoc/>
    public TrainedReasoner Train(ReasonerTraining training)
    {
        var (options, (train, test)) = (training.Options.Read<RationaleOptions>(), training.Split());
        var choices = Reporting.Classes(training.Rows, "answer");
        RationaleRow ReadRow(ReasonerRow row) => new(row.Text("question"), row.Text("rationale"), Reporting.ClassOf(row, "answer", choices));
        RationaleModel Fit(RationaleOptions arm) => RationaleModel.Train([.. train.Select(ReadRow)], choices, arm, training.Seed, training);
        var tried = test.Select(ReadRow).ToArray();
        string[] Line(string name, RationaleModel model) =>
        [
            name, Reporting.Show(tried.Average(r => Reporting.ArgMax(model.Probabilities(r.Question, r.Rationale)) == r.Answer ? 1 : 0)),
            Reporting.Show(tried.Average(r => (double)model.Probabilities(r.Question, r.Rationale).Max())),
            Reporting.Show(tried.Average(r => (double)model.Probabilities(r.Question, "").Max())),
        ];
        var trained = Fit(options);
        return new(trained.Write(training.Source, training.Seed),
        [
            new("Rows that it did not learn from")
            {
                Table = new(["training", "accuracy", "confidence", "without a rationale"],
                    [Line("this network", trained), Line("without damaged rationales (counter 0)", Fit(options with { Counter = 0 }))]),
                Notes = ["CSQA, StrategyQA, OBQA and QASC of the paper were not reproduced."],
            },
        ]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportSection> Explain(NetworkFile network, IReadOnlyList<ReasonerRow> rows)
    {
        var model = RationaleModel.Read(network);
        return
        [
            new("Answers, and how much of the confidence goes with a share of the rationale's words")
            {
                Table = new(["row", "answer", "confidence", .. Shares.Select(Reporting.Show)], [.. rows.Select(row =>
                {
                    var (question, rationale) = (row.Text("question"), row.Text("rationale"));
                    var probabilities = model.Probabilities(question, rationale);
                    var draws = SeededRandom.Create(network.Seed, $"rationale-reader/{row.Place}");
                    return (string[])
                    [
                        row.Place, model.Choices[Reporting.ArgMax(probabilities)], Reporting.Show(probabilities.Max()),
                        .. Shares.Select(share => Reporting.Show(model.Sensitivity(question, rationale, share, draws))),
                    ];
                })]),
            },
        ];
    }
}
