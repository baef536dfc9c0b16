using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Debate.Core;
using Debate.Deliberation;
using Debate.Networks;
using Debate.Tournaments;

namespace Debate.Training.Reasoners;

/// <summary>A question, a right rationale, a wrong one, and what kind of mistake the wrong one makes; the kind may be unknown.</summary>
public sealed record MistakeTriplet(string Anchor, string Positive, string Negative, string? Mistake = null);

/// <summary>
/// The contrast of Tailored Learning (Wang et al., 2023): texts become vectors such that a question is nearer to its right rationale than to
/// a wrong one, max(0, rho - cos(h, h+) + cos(h, h-)). Where kinds of mistakes are known, the same contrast draws wrong rationales of one
/// kind together (ours), so that the kind of a new one can be told.
/// </summary>
public sealed class MistakeModel
{
    private readonly Vocabulary _vocabulary;
    private readonly ParameterPlace _words, _centres;
    private readonly ParameterLayout _layout = new();
    private readonly float[] _parameters;
    private readonly int _width;

    private MistakeModel(Vocabulary vocabulary, IReadOnlyList<string> kinds, int width, SeededRandom draws)
    {
        (_vocabulary, Kinds, _width) = (vocabulary, kinds, width);
        _words = _layout.AddUniform(vocabulary.Words.Length, width, 1 / Math.Sqrt(width));
        _centres = _layout.AddConstant(kinds.Count, width);
        _parameters = _layout.CreateParameters<float>(draws);
    }

    /// <summary>The kinds of mistakes that it tells apart.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>The loss of each triplet of vectors (rows): a column.</summary>
    public static Matrix TripletLoss<T>(Tape<T> tape, Matrix anchor, Matrix positive, Matrix negative, double rho = 1)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        tape.Rectify(tape.Scale(tape.Subtract(tape.Cosine(anchor, negative), tape.Cosine(anchor, positive)), 1, rho));

    /// <summary>Trains on triplets.</summary>
    public static MistakeModel Train(IReadOnlyList<MistakeTriplet> rows, MistakeOptions options, long seed, ReasonerTraining? progress = null)
    {
        string[] kinds = [.. rows.Select(r => r.Mistake).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var vocabulary = Vocabulary.Learn(rows.SelectMany(r => new[] { r.Anchor, r.Positive, r.Negative }));
        var model = new MistakeModel(vocabulary, kinds, options.Width, SeededRandom.Create(seed, "mistakes/parameters"));
        var (tape, draws) = (new Tape<float>(model._parameters), SeededRandom.Create(seed, "mistakes/order"));
        var byKind = rows.Where(r => r.Mistake is not null).ToLookup(r => r.Mistake!, StringComparer.Ordinal);
        new Fitting(options.Passes, 32, options.Rate).Run(tape, rows, draws, batch =>
        {
            Matrix Embed(IEnumerable<string> texts) => model.Embed(tape, [.. texts]);
            var negative = Embed(batch.Select(b => b.Negative));
            var loss = tape.Mean(TripletLoss(
                tape, Embed(batch.Select(b => b.Anchor)), Embed(batch.Select(b => b.Positive)), negative, options.Rho));
            if (kinds.Length < 2) return loss;
            string Draw(MistakeTriplet of, bool same)
            {
                var kind = of.Mistake ?? kinds[0];
                if (!same) while (kind == of.Mistake || of.Mistake is null && kind == kinds[0]) kind = kinds[draws.NextInt(kinds.Length)];
                var others = byKind[kind];
                return others.ElementAt(draws.NextInt(others.Count())).Negative;
            }
            var (near, far) = (Embed(batch.Select(b => Draw(b, same: true))), Embed(batch.Select(b => Draw(b, same: false))));
            float[] known = [.. batch.Select(b => b.Mistake is null ? 0 : 1f / batch.Length)];
            return tape.Add(loss, tape.WeightedSum(TripletLoss(tape, negative, near, far, options.Rho), known));
        }, progress?.Report, progress?.Stop ?? default);
        model.SetCentres(byKind);
        return model;
    }

    /// <summary>The model of a file.</summary>
    public static MistakeModel Read(NetworkFile file)
    {
        var model = new MistakeModel(
            new(file.List("words")), file.List("mistakes"), file.Whole("width", 1, 1024), SeededRandom.Create(0, "mistakes/read"));
        file.ParametersOf(model._layout).CopyTo(model._parameters, 0);
        return model;
    }

    /// <summary>The file of the model.</summary>
    public NetworkFile Write(string trainedOn, long seed, MistakeOptions options) => new(Mistakes.Kind, trainedOn, seed, _parameters)
    {
        Settings = NetworkFile.SettingsOf(OptionRecords.Write(options)),
        Names = NetworkFile.NamesOf(("words", _vocabulary.Words), ("mistakes", Kinds)),
    };

    /// <summary>The cosine of two texts.</summary>
    public double Similarity(string a, string b) => Cosine(Embed(a), Embed(b));

    /// <summary>The kinds of mistakes that a wrong rationale is nearest to, by cosine with the mean of those learnt from, the nearest first.</summary>
    public IReadOnlyList<(string Kind, double Cosine)> Nearest(string rationale)
    {
        var vector = Embed(rationale);
        return [.. Kinds.Select((kind, i) => (kind, Cosine(vector, Centre(i).ToArray())))
            .OrderByDescending(k => k.Item2).ThenBy(k => k.kind, StringComparer.Ordinal)];
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (both, left, right) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++) (both, left, right) = (both + a[i] * b[i], left + a[i] * a[i], right + b[i] * b[i]);
        return left > 0 && right > 0 ? both / Math.Sqrt(left * right) : 0;
    }

    private Span<float> Centre(int kind) => _parameters.AsSpan(_centres.Offset + kind * _width, _width);

    private void SetCentres(ILookup<string, MistakeTriplet> byKind)
    {
        for (var kind = 0; kind < Kinds.Count; kind++)
        {
            var centre = Centre(kind);
            centre.Clear();
            foreach (var row in byKind[Kinds[kind]])
            {
                var vector = Embed(row.Negative);
                var length = Math.Sqrt(vector.Sum(v => (double)v * v));
                for (var i = 0; i < _width && length > 0; i++) centre[i] += (float)(vector[i] / length);
            }
        }
    }

    private float[] Embed(string text)
    {
        var tape = new Tape<float>(_parameters, learns: false);
        return tape.Read(Embed(tape, [text])).ToArray();
    }

    private Matrix Embed(Tape<float> tape, IReadOnlyList<string> texts) =>
        tape.Bag(tape.Parameter(_words), SparseRows.Create([.. texts.Select(t => _vocabulary.Find(t).ToArray())]));
}

/// <summary>The options of <see cref="Mistakes"/>.</summary>
public sealed record MistakeOptions
{
    /// <summary>Numbers of a vector.</summary>
    [Option("Numbers of a text's vector."), Range(1, 1024)]
    public int Width { get; init; } = 32;

    /// <summary>The margin.</summary>
    [Option("How much nearer the right rationale must be, in cosines."), Range(0.0, 2.0)]
    public double Rho { get; init; } = 1;

    /// <summary>Passes over the triplets.</summary>
    [Option("Passes over the triplets."), Range(1, 1000)]
    public int Passes { get; init; } = 20;

    /// <summary>Adam's rate.</summary>
    [Option("The learning rate."), Range(1e-6, 1.0)]
    public double Rate { get; init; } = 1e-2;
}

/// <summary>The reasoner <c>mistakes</c>: which kind of mistake a wrong rationale makes.</summary>
public sealed class Mistakes : IReasoner
{
    internal const string Kind = "mistakes";

    /// <inheritdoc/>
    public string Name => Kind;

    /// <inheritdoc/>
    public string Summary => "which kind of mistake a wrong rationale makes, and whether one is right (Tailored Learning's contrast)";

    /// <inheritdoc/>
    public string RowExample => """{"anchor": "question", "positive": "right rationale", "negative": "own wrong one", "mistake": "sign"}""";

    /// <inheritdoc/>
    public IReadOnlyList<OptionRule> Options => OptionRecords.GetRules<MistakeOptions>();

    /// <inheritdoc/>
    public TrainedReasoner Train(ReasonerTraining training)
    {
        var (options, (train, test)) = (training.Options.Read<MistakeOptions>(), training.Split());
        var (rows, tried) = (train.Select(ReadTriplet).ToArray(), test.Select(ReadTriplet).ToArray());
        var model = MistakeModel.Train(rows, options, training.Seed, training);
        var untrained = MistakeModel.Train(rows, options with { Rate = 1e-6, Passes = 1 }, training.Seed);
        string[] Line(string name, MistakeModel m)
        {
            var named = tried.Where(t => t.Mistake is not null && m.Kinds.Count > 0).ToArray();
            return
            [
                name, Reporting.Show(tried.Average(t => m.Similarity(t.Anchor, t.Positive) > m.Similarity(t.Anchor, t.Negative) ? 1 : 0)),
                named.Length == 0 ? "" : Reporting.Show(named.Average(t => m.Nearest(t.Negative)[0].Kind == t.Mistake ? 1 : 0)),
            ];
        }
        return new(model.Write(training.Source, training.Seed, options),
        [
            new("Triplets that it did not learn from")
            {
                Table = new(["network", "right rationale nearer", "kind of mistake"],
                    [Line("trained", model), Line("not trained: words as they fall", untrained)]),
            },
        ]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportSection> Explain(NetworkFile network, IReadOnlyList<ReasonerRow> rows)
    {
        var model = MistakeModel.Read(network);
        if (model.Kinds.Count == 0) throw new Core.Input.InputException("network: mistakes: it was trained on rows that name no kind of mistake");
        return
        [
            new("Which kind of mistake")
            {
                Table = new(["row", "nearest kind", "cosine", "next"], [.. rows.Select(row =>
                {
                    var nearest = model.Nearest(row.Text("negative"));
                    return new[]
                    {
                        row.Place, nearest[0].Kind, nearest[0].Cosine.ToString("0.000", CultureInfo.InvariantCulture),
                        nearest.Count > 1 ? nearest[1].Kind : "",
                    };
                })]),
            },
        ];
    }

    private static MistakeTriplet ReadTriplet(ReasonerRow row) =>
        new(row.Text("anchor"), row.Text("positive"), row.Text("negative"), row.OptionalText("mistake"));
}
