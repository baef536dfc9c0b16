using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Debate.Core;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Networks;
using Debate.Tournaments;

namespace Debate.Training.Reasoners;

/// <summary>
/// The proxy of AMPLIFY (Krishna et al., NeurIPS 2023): softmax regression over words, whose attributions become explanations in the
/// prompts of a larger model. For a linear model gradient times input of a word is its weight times its count, exactly.
/// </summary>
public sealed class KeywordModel
{
    private readonly ParameterPlace _weights, _bias;
    private readonly float[] _parameters;

    private KeywordModel(Vocabulary vocabulary, IReadOnlyList<string> classes)
    {
        (Vocabulary, Classes) = (vocabulary, classes);
        var layout = new ParameterLayout();
        (_weights, _bias) = (layout.AddConstant(vocabulary.Words.Length, classes.Count), layout.AddConstant(1, classes.Count));
        _parameters = new float[layout.Count];
        Layout = layout;
    }

    /// <summary>The words that it knows.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    internal ParameterLayout Layout { get; }

    /// <summary>Trains on texts and the places of their classes.</summary>
    public static KeywordModel Train(
        IReadOnlyList<(string Text, int Label)> texts, IReadOnlyList<string> classes, KeywordOptions options, long seed,
        ReasonerTraining? progress = null)
    {
        var model = new KeywordModel(Vocabulary.Learn(texts.Select(t => t.Text), options.Pairs), classes);
        var tape = new Tape<float>(model._parameters);
        new Fitting(options.Passes, 8, options.Rate) { Decay = options.Decay }.Run(
            tape, texts, SeededRandom.Create(seed, "keywords/order"),
            batch => tape.Mean(tape.CrossEntropy(model.Logits(tape, [.. batch.Select(b => b.Text)]), [.. batch.Select(b => b.Label)])),
            progress?.Report, progress?.Stop ?? default);
        return model;
    }

    /// <summary>The model of a file.</summary>
    public static KeywordModel Read(NetworkFile file)
    {
        var model = new KeywordModel(new(file.List("words"), file.Settings.GetValueOrDefault("pairs") == "yes"), file.List("classes"));
        file.ParametersOf(model.Layout).CopyTo(model._parameters, 0);
        return model;
    }

    /// <summary>The file of the model.</summary>
    public NetworkFile Write(string trainedOn, long seed, KeywordOptions options) => new(Keywords.Kind, trainedOn, seed, _parameters)
    {
        Settings = NetworkFile.SettingsOf(OptionRecords.Write(options)),
        Names = NetworkFile.NamesOf(("words", Vocabulary.Words), ("classes", Classes)),
    };

    /// <summary>The probability of each class.</summary>
    public float[] Probabilities(string text)
    {
        var tape = new Tape<float>(_parameters, learns: false);
        return tape.Read(tape.Softmax(Logits(tape, [text]))).ToArray();
    }

    /// <summary>
    /// What each known word of a text adds to the logit of a class, the greatest first, ties by word: gradient times input. They sum to the
    /// logit less the class's bias. With <paramref name="contrast"/> it is what the word adds to the logit of the class less that of the
    /// most probable other class.
    /// </summary>
    public IReadOnlyList<(string Word, double Share)> Attribute(string text, int label, bool contrast = false)
    {
        var probabilities = Probabilities(text);
        var other = Enumerable.Range(0, Classes.Count).Where(c => c != label).MaxBy(c => probabilities[c]);
        return [.. Vocabulary.Find(text).GroupBy(word => word).Select(word => (Vocabulary.Words[word.Key],
                word.Count() * (double)(Weight(word.Key, label) - (contrast ? Weight(word.Key, other) : 0))))
            .OrderByDescending(w => w.Item2).ThenBy(w => w.Item1, StringComparer.Ordinal)];
    }

    /// <summary>The words that speak most for a class against every other, the strongest first, ties by word.</summary>
    public IReadOnlyList<(string Word, double Weight)> Strongest(int label, int count) =>
    [
        .. Enumerable.Range(0, Vocabulary.Words.Length).Select(word => (Word: Vocabulary.Words[word], Weight: Weight(word, label)
                - (double)Enumerable.Range(0, Classes.Count).Where(c => c != label).Max(c => Weight(word, c))))
            .OrderByDescending(w => w.Weight).ThenBy(w => w.Word, StringComparer.Ordinal).Take(count),
    ];

    /// <summary>The bias of a class and the logit of a text for it.</summary>
    public (double Bias, double Logit) LogitOf(string text, int label)
    {
        var tape = new Tape<float>(_parameters, learns: false);
        return (_parameters[_bias.Offset + label], tape.Read(Logits(tape, [text]))[label]);
    }

    /// <summary>
    /// How confident a mistake is: the greatest probability of a wrong class less that of the right one. AMPLIFY shows those rows first.
    /// </summary>
    public static double MisclassificationConfidence(ReadOnlySpan<float> probabilities, int label)
    {
        var most = double.NegativeInfinity;
        for (var i = 0; i < probabilities.Length; i++) if (i != label) most = Math.Max(most, probabilities[i]);
        return most - probabilities[label];
    }

    private float Weight(int word, int label) => _parameters[_weights.Offset + word * Classes.Count + label];

    private Matrix Logits(Tape<float> tape, IReadOnlyList<string> texts) => tape.AddRow(
        tape.Bag(tape.Parameter(_weights), SparseRows.Create([.. texts.Select(t => Vocabulary.Find(t).ToArray())])), tape.Parameter(_bias));
}

/// <summary>The options of <see cref="Keywords"/>.</summary>
public sealed record KeywordOptions
{
    /// <summary>Passes over the texts.</summary>
    [Option("Passes over the rows."), Range(1, 1000)]
    public int Passes { get; init; } = 20;

    /// <summary>Adam's rate.</summary>
    [Option("The learning rate."), Range(1e-6, 1.0)]
    public double Rate { get; init; } = 1e-2;

    /// <summary>The square penalty.</summary>
    [Option("The penalty on large weights (L2)."), Range(0.0, 1.0)]
    public double Decay { get; init; } = 1e-4;

    /// <summary>Whether pairs of words count.</summary>
    [Option("Whether pairs of neighbouring words count as words.")]
    public bool Pairs { get; init; }
}

/// <summary>The reasoner <c>keywords</c>: which words go with a class, or with a panel's votes.</summary>
public sealed class Keywords : IReasoner
{
    internal const string Kind = "keywords";

    private const int Shown = 8;

    /// <inheritdoc/>
    public string Name => Kind;

    /// <inheritdoc/>
    public string Summary => "which words go with a class or a judge's vote (AMPLIFY's proxy); an association, not a cause";

    /// <inheritdoc/>
    public string RowExample => """{"text": "the second answer cites a source", "label": "b"}""";

    /// <inheritdoc/>
    public IReadOnlyList<OptionRule> Options => OptionRecords.GetRules<KeywordOptions>();

    /// <inheritdoc/>
    public TrainedReasoner Train(ReasonerTraining training)
    {
        var (options, (rows, test)) = (training.Options.Read<KeywordOptions>(), training.Split());
        var classes = Reporting.Classes(training.Rows, "label");
        var model = KeywordModel.Train(
            [.. rows.Select(row => (row.Text("text"), Reporting.ClassOf(row, "label", classes)))], classes, options, training.Seed, training);
        var right = test.Count(row => Reporting.ArgMax(model.Probabilities(row.Text("text"))) == Reporting.ClassOf(row, "label", classes));
        var frequent = test.GroupBy(row => row.Text("label")).Max(g => g.Count());
        return new(model.Write(training.Source, training.Seed, options),
        [
            new("Accuracy on rows that it did not learn from")
            {
                Table = new(["network", "accuracy"],
                [
                    ["words", Reporting.Show(right / (double)test.Count)],
                    ["without words: the most frequent class", Reporting.Show(frequent / (double)test.Count)],
                ]),
            },
            new("The words that speak most for each class")
            {
                Table = new(["class", "words"],
                    [.. classes.Select((name, i) => new[] { name, string.Join(", ", model.Strongest(i, Shown).Select(w => w.Word)) })]),
                Notes = ["An association in these rows, not a cause: canaries of an audit test causes."],
            },
        ]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportSection> Explain(NetworkFile network, IReadOnlyList<ReasonerRow> rows)
    {
        var model = KeywordModel.Read(network);
        return [.. rows.Select(row => ExplainRow(model, row))];
    }

    private static ReportSection ExplainRow(KeywordModel model, ReasonerRow row)
    {
        var (text, probabilities) = (row.Text("text"), model.Probabilities(row.Text("text")));
        var label = row.Has("label") ? Reporting.ClassOf(row, "label", model.Classes) : Reporting.ArgMax(probabilities);
        var doubt = KeywordModel.MisclassificationConfidence(probabilities, label);
        return new(row.Place)
        {
            Paragraphs = [$"{(row.Has("label") ? "its class is" : "taken for")} {model.Classes[label]}, "
                + $"with probability {Reporting.Show(probabilities[label])}; "
                + (doubt > 0 ? $"misclassified with confidence {Reporting.Show(doubt)}" : "rightly classified")],
            Table = new(["word", "adds to the logit", "to the lead over the next class"],
                [.. model.Attribute(text, label).Take(Shown).Select(w => new[]
                {
                    w.Word, w.Share.ToString("+0.000;-0.000", CultureInfo.InvariantCulture), model.Attribute(text, label, contrast: true)
                        .First(c => c.Word == w.Word).Share.ToString("+0.000;-0.000", CultureInfo.InvariantCulture),
                })]),
        };
    }
}
