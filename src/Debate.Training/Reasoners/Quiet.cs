using System.ComponentModel.DataAnnotations;
using Debate.Deliberation;
using Debate.Networks;
using Debate.Tournaments;

namespace Debate.Training.Reasoners;

/// <summary>Which rewards thoughts get.</summary>
public enum QuietRewards
{
    /// <summary>Their own.</summary>
    Own,

    /// <summary>Those of any other thought of the batch: the ablation.</summary>
    Shuffled,
}

/// <summary>The options of <see cref="Quiet"/>.</summary>
public sealed record QuietOptions
{
    /// <summary>Tokens of a thought.</summary>
    [Option("Tokens of a thought."), Range(1, 8)]
    public int Thought { get; init; } = 4;

    /// <summary>True tokens after a thought by which it is rewarded.</summary>
    [Option("True tokens after a thought by which it is rewarded."), Range(1, 16)]
    public int Talk { get; init; } = 4;

    /// <summary>Thoughts of each place; 0 is the network without thoughts.</summary>
    [Option("Thoughts of each place in training; 0 is the network without any."), Range(0, 16)]
    public int Passes { get; init; } = 2;

    /// <summary>The greatest reward; negative ones are 0.</summary>
    [Option("The greatest reward, where negative ones are 0; 0 leaves all as they are."), Range(0.0, 100.0)]
    public double Clamp { get; init; } = 3;

    /// <summary>Which rewards thoughts get.</summary>
    [Option("Which rewards thoughts get; shuffled is the ablation.")]
    public QuietRewards Rewards { get; init; }

    /// <summary>Tokens before a place that the network sees.</summary>
    [Option("Tokens before a place that the network sees."), Range(1, 64)]
    public int Context { get; init; } = 8;

    /// <summary>Units of the hidden layer.</summary>
    [Option("Units of the hidden layer."), Range(1, 512)]
    public int Hidden { get; init; } = 64;

    /// <summary>Passes over the examples.</summary>
    [Option("Passes over the examples."), Range(1, 10_000)]
    public int Epochs { get; init; } = 50;

    /// <summary>Adam's rate.</summary>
    [Option("The learning rate."), Range(1e-6, 1.0)]
    public double Rate { get; init; } = 5e-3;
}

/// <summary>The reasoner <c>quiet</c>: the next token of a small language, after a thought that nobody sees.</summary>
public sealed class Quiet : IReasoner
{
    internal const string Kind = "quiet";

    private const int MaxTokens = 32;

    /// <inheritdoc/>
    public string Name => Kind;

    /// <inheritdoc/>
    public string Summary => "the next token of a small language, after a thought that nobody sees (Quiet-STaR)";

    /// <inheritdoc/>
    public string RowExample => """{"tokens": ["sum", "3", "4", "7"]}""";

    /// <inheritdoc/>
    public IReadOnlyList<OptionRule> Options => OptionRecords.GetRules<QuietOptions>();

    /// <inheritdoc/>
    public TrainedReasoner Train(ReasonerTraining training)
    {
        var (options, (train, test)) = (training.Options.Read<QuietOptions>(), training.Split());
        string[] tokens = [.. training.Rows.SelectMany(row => row.Texts("tokens")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (tokens.Length > MaxTokens) throw training.Rows[0].Error("tokens", $"all rows together have {tokens.Length} different ones, at most {MaxTokens} may be");
        var examples = train.SelectMany(row => Examples(row, tokens, options)).ToArray();
        QuietModel Fit(QuietOptions arm) => QuietModel.Train(examples, tokens.Length, arm, training.Seed, training);
        var tried = test.SelectMany(row => Examples(row, tokens, options)).ToArray();
        string[] Line(string name, QuietModel model) =>
            [name, Reporting.Show(tried.Average(e => model.Predict(e.Before).Next == e.After[0] ? 1 : 0))];
        var trained = Fit(options);
        return new(trained.Write(training.Source, training.Seed, tokens),
        [
            new("Tokens of rows that it did not learn from")
            {
                Table = new(["network", "accuracy"],
                [
                    Line("this network", trained), Line("without thoughts", Fit(options with { Passes = 0 })),
                    Line("with shuffled rewards", Fit(options with { Rewards = QuietRewards.Shuffled })),
                ]),
                Notes = ["GSM8K and CommonsenseQA of the paper were not reproduced: this is the same rule with a network of one hidden layer."],
            },
        ]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportSection> Explain(NetworkFile network, IReadOnlyList<ReasonerRow> rows)
    {
        var tokens = network.List("tokens");
        var (model, options) = (QuietModel.Read(network, tokens.Length), new ProtocolOptions(network.Settings).Read<QuietOptions>());
        return [.. rows.Select(row => new ReportSection(row.Place)
        {
            Table = new(["token", "predicted", "thought", "weight of the thought"], [.. Examples(row, tokens, options).Select(e =>
            {
                var (thought, weight, next) = model.Predict(e.Before);
                return new[] { tokens[e.After[0]], tokens[next], string.Join(' ', thought.Select(t => tokens[t])), Reporting.Show(weight) };
            })]),
        })];
    }

    private static IEnumerable<QuietExample> Examples(ReasonerRow row, IReadOnlyList<string> tokens, QuietOptions options)
    {
        int[] places = [.. row.Texts("tokens").Select(token => tokens.ToList().IndexOf(token))];
        if (places.Contains(-1)) throw row.Error("tokens", $"must be among {string.Join(", ", tokens)}");
        return Enumerable.Range(1, Math.Max(0, places.Length - 1)).Select(at => new QuietExample(
            [.. places.Take(at).TakeLast(options.Context)], [.. places.Skip(at).Take(options.Talk)]));
    }
}
