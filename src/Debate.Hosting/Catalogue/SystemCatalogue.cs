using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Hosting;

/// <summary>How much of a published system is in this build.</summary>
public enum SystemStatus
{
    /// <summary>None of its parts.</summary>
    NotBuilt,

    /// <summary>Some of its parts.</summary>
    Partly,

    /// <summary>All of its parts.</summary>
    Built,
}

/// <summary>A part of a published system as it is called here.</summary>
/// <param name="Kind">protocol, recipe (of training), measure, reasoner (a small network), setting or verb.</param>
/// <param name="Name">Its name.</param>
public sealed record SystemPart(string Kind, string Name)
{
    /// <summary>The options under which a protocol is this part; empty where they are its defaults.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether this build has it. Of recipes, measures and reasoners there is no register yet.</summary>
    public bool IsRegistered => Kind switch
    {
        "protocol" => DebateServices.Protocols.All.Any(p => p.Name == Name),
        "setting" or "verb" => true,
        _ => false,
    };

    /// <summary>The part in words: "protocol tree-search (prune=ends)".</summary>
    public string Description => Options.Count == 0 ? $"{Kind} {Name}"
        : $"{Kind} {Name} ({string.Join(", ", Options.Select(o => $"{o.Key}={o.Value}"))})";
}

/// <summary>A system of the project's list: what was published, and what of it runs here. What has not been checked says so.</summary>
public sealed record PublishedSystem
{
    /// <summary>Its number in the list, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its name on the command line.</summary>
    public required string Slug { get; init; }

    /// <summary>The authors.</summary>
    public required string Authors { get; init; }

    /// <summary>The title of the paper.</summary>
    public required string Title { get; init; }

    /// <summary>Where it appeared; empty for a preprint.</summary>
    public string Venue { get; init; } = "";

    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>What it is, in a sentence or two.</summary>
    public required string What { get; init; }

    /// <summary>What it is made of here.</summary>
    public required IReadOnlyList<SystemPart> Parts { get; init; }

    /// <summary>What it needs besides a model that replies.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Command lines that run it without a model.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>The tests that hold what was proven of it, as CLASS.METHOD.</summary>
    public IReadOnlyList<string> Proofs { get; init; } = [];

    /// <summary>What was published and not reproduced here.</summary>
    public IReadOnlyList<string> NotReproduced { get; init; } = [];

    /// <summary>What is said of the paper here without having been checked in it.</summary>
    public IReadOnlyList<string> Unverified { get; init; } = [];

    /// <summary>How much of it is in this build.</summary>
    public SystemStatus Status => Parts.All(p => p.IsRegistered) ? SystemStatus.Built
        : Parts.Any(p => p.IsRegistered) ? SystemStatus.Partly : SystemStatus.NotBuilt;

    /// <summary>The command lines that this build can run: those of its own protocols that are registered.</summary>
    public IEnumerable<string> RunnableExamples => Examples.Where(example => !Parts.Any(p => !p.IsRegistered
        && example.Split(' ').Contains(p.Name)));

    /// <summary>The paper in one line: authors, title, venue and year.</summary>
    public string Paper => $"{Authors}, \"{Title}\", {(Venue.Length > 0 ? $"{Venue} " : "")}{Year}";

    /// <summary>How much of it is in this build, in words, with what is missing.</summary>
    public string StatusText => Status switch
    {
        SystemStatus.Built => "built",
        SystemStatus.Partly => $"in part; not built yet: {string.Join(", ", Parts.Where(p => !p.IsRegistered).Select(p => p.Description))}",
        _ => "not built yet",
    };
}

/// <summary>A way of reasoning that the survey names.</summary>
/// <param name="Name">The way.</param>
/// <param name="Protocols">The protocols that go it.</param>
/// <param name="Note">The options it takes, or why nothing here goes it; null for neither.</param>
public sealed record SurveyItem(string Name, IReadOnlyList<string> Protocols, string? Note = null);

/// <summary>A cell of one of the survey's tables.</summary>
/// <param name="First">The row: how steps are generated, or how they are evaluated.</param>
/// <param name="Second">The column: how they are evaluated, or how they are controlled.</param>
/// <param name="Protocols">Protocols in that cell; at least one.</param>
/// <param name="How">Why they are in it.</param>
public sealed record SurveyCell(string First, string Second, IReadOnlyList<string> Protocols, string How)
{
    /// <summary>Those of the protocols that this build has.</summary>
    public IEnumerable<string> Runnable => Protocols.Where(name => new SystemPart("protocol", name).IsRegistered);
}

/// <summary>How the survey of reasoning (Plaat et al., 2024) orders what there is.</summary>
/// <param name="Items">The ways of reasoning that it names.</param>
/// <param name="Generated">How steps are generated, by how they are evaluated: nine cells.</param>
/// <param name="Controlled">How steps are evaluated, by how they are controlled: nine cells.</param>
public sealed record ReasoningSurvey(
    IReadOnlyList<SurveyItem> Items, IReadOnlyList<SurveyCell> Generated, IReadOnlyList<SurveyCell> Controlled);

/// <summary>The published systems that the project is about, one file of them: what each is, what of it runs, and how that is known.</summary>
/// <param name="Systems">The systems, by their number.</param>
/// <param name="Survey">The survey, which is one of them and orders the others.</param>
public sealed record SystemCatalogue(IReadOnlyList<PublishedSystem> Systems, ReasoningSurvey Survey)
{
    /// <summary>The catalogue.</summary>
    public static SystemCatalogue Instance { get; } = Load();

    /// <summary>
    /// The system of a name, a number or a protocol's name, in any case; throws an <see cref="InputException"/> that suggests one where there
    /// is none.
    /// </summary>
    public PublishedSystem Find(string name) =>
        Systems.FirstOrDefault(s => IsCalled(s, name)) ?? Systems.FirstOrDefault(s => s.Parts.Any(p => IsSame(p.Name, name)))
        ?? throw new InputException($"system '{OneLine.Format(name, 60)}': there is none of that name; "
            + $"{Suggestions.DidYouMean(name, [.. Systems.Select(s => s.Slug)])}debate catalogue lists them");

    private static bool IsCalled(PublishedSystem system, string name) => IsSame(system.Slug, name) || IsSame(system.Name, name)
        || FormattableString.Invariant($"{system.Number}") == name;

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static SystemCatalogue Load()
    {
        using var stream = typeof(SystemCatalogue).Assembly.GetManifestResourceStream("catalogue/systems.json")!;
        return JsonSerializer.Deserialize<SystemCatalogue>(stream, JsonSerializerOptions.Web)!;
    }
}
