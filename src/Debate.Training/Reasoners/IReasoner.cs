using Debate.Deliberation;
using Debate.Networks;
using Debate.Tournaments;

namespace Debate.Training.Reasoners;

/// <summary>
/// A small network of the literature that is trained for real, in seconds to minutes on one core, from the rows of a file, and explains
/// rows of a file. Stateless: the state is the network file.
/// </summary>
public interface IReasoner
{
    /// <summary>Its name, as the tool and the files have it.</summary>
    string Name { get; }

    /// <summary>What it learns, and of whom, in one sentence.</summary>
    string Summary { get; }

    /// <summary>A row of its files, as an example.</summary>
    string RowExample { get; }

    /// <summary>The options of its training.</summary>
    IReadOnlyList<OptionRule> Options { get; }

    /// <summary>
    /// Trains a network, and beside it the ablation that shows what its idea is worth. The same rows, options and seed give the same file,
    /// byte for byte. Throws <see cref="Core.Input.InputException"/> that names row and field where the rows cannot be learnt from.
    /// </summary>
    TrainedReasoner Train(ReasonerTraining training);

    /// <summary>What the network makes of rows, and why; rows may lack what is to be found out.</summary>
    IReadOnlyList<ReportSection> Explain(NetworkFile network, IReadOnlyList<ReasonerRow> rows);
}

/// <summary>What a reasoner is trained on.</summary>
/// <param name="Rows">The rows to learn from.</param>
/// <param name="Test">Rows that are not learnt from, for the report; where there are none, a fifth of the rows is kept for it.</param>
/// <param name="Options">The options that were given; those absent have their defaults.</param>
/// <param name="Seed">The seed of all that is drawn.</param>
/// <param name="Source">Where the rows are from, in words.</param>
public sealed record ReasonerTraining(
    IReadOnlyList<ReasonerRow> Rows, IReadOnlyList<ReasonerRow> Test, ProtocolOptions Options, long Seed, string Source)
{
    /// <summary>Receives how far the training is.</summary>
    public Action<TrainingProgress>? Report { get; init; }

    /// <summary>Stops it within a step.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The rows to learn from and those to test on.</summary>
    public (IReadOnlyList<ReasonerRow> Train, IReadOnlyList<ReasonerRow> Test) Split()
    {
        if (Test.Count > 0) return (Rows, Test);
        // Every fifth row, so that whatever order the file has is in both parts.
        var test = Rows.Where((_, i) => i % 5 == 4).ToArray();
        return test.Length == 0 ? (Rows, Rows) : ([.. Rows.Where((_, i) => i % 5 != 4)], test);
    }
}

/// <summary>How far a training is.</summary>
/// <param name="Done">The share done, in [0, 1].</param>
/// <param name="Loss">The mean loss of the last pass or so.</param>
public readonly record struct TrainingProgress(double Done, double Loss);

/// <summary>A trained network and the report of its training, with the ablation beside it.</summary>
public sealed record TrainedReasoner(NetworkFile File, IReadOnlyList<ReportSection> Report);

/// <summary>All reasoners, by name; a new one adds one line here.</summary>
public static class ReasonerCatalogue
{
    /// <summary>All of them, in the order of the literature's list.</summary>
    public static IReadOnlyList<IReasoner> All { get; } =
    [
        new Quiet(), new Voted(), new Strategies(), new RationaleReader(), new GraphRationale(), new Mistakes(), new Homeostat(), new StepValues(),
        new Keywords(),
    ];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Select(reasoner => reasoner.Name);

    /// <summary>The reasoner of a name; throws <see cref="Core.Input.InputException"/> that lists the names there are.</summary>
    public static IReasoner GetByName(string name) => All.FirstOrDefault(reasoner => reasoner.Name == name)
        ?? throw new Core.Input.InputException($"NAME '{name}': not one of {string.Join(", ", Names)}");
}
