namespace Debate.Deliberation;

/// <summary>A deliberation protocol: one method, in plain async code.</summary>
public interface IProtocol
{
    /// <summary>Runs the protocol to its verdict. All of its effects go through <paramref name="d"/>.</summary>
    Task<Verdict> RunAsync(IDeliberation d);
}

/// <summary>Describes a protocol to the registry.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Version">Raised whenever the sequence of effects changes for the same replies.</param>
/// <param name="Create">Creates an instance.</param>
public sealed record ProtocolDescriptor(string Name, int Version, Func<IProtocol> Create)
{
    /// <summary>The kind of its runs, for users: debate, tournament or evaluation.</summary>
    public string Kind { get; init; } = "debate";

    /// <summary>The options of the protocol.</summary>
    public IReadOnlyList<OptionRule> Options { get; init; } = [];

    /// <summary>Whether options with a dot in their name are accepted unchecked and passed on to children (mad.rounds, ...).</summary>
    public bool PassesOptions { get; init; }

    /// <summary>The seats it needs under the given options, debaters first.</summary>
    public Func<ProtocolOptions, IReadOnlyList<string>> Seats { get; init; } = _ => [];

    /// <summary>How many of the seats, from the first, are debaters, which a tournament pairs.</summary>
    public Func<ProtocolOptions, int> Debaters { get; init; } = _ => 0;

    /// <summary>The model of its seats where none is given; null where the user must name one.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>How to run it without a model, where the problem itself contains all it needs; null elsewhere.</summary>
    public Func<Problem, WithoutModel?> WithoutModel { get; init; } = _ => null;

    /// <summary>
    /// Throws <see cref="InputException"/> where the protocol cannot run a problem under the given options, so that the caller is refused
    /// before anything is recorded.
    /// </summary>
    public Action<Problem, ProtocolOptions> Validate { get; init; } = (_, _) => { };

    /// <summary>The largest number of calls it makes where every reply can be read at the first attempt.</summary>
    public Func<ProtocolOptions, int> MaxCalls { get; init; } = _ => 0;

    /// <summary>
    /// The option that sets the number of calls; an evaluation uses it to give baselines as many calls as MAD. Null where there is none.
    /// </summary>
    public string? CallsOption { get; init; }

    /// <summary>The prompt folders that it shares with other protocols.</summary>
    public IReadOnlyList<string> SharedPrompts { get; init; } = [];

    /// <summary>The given options, checked and completed with defaults; throws <see cref="InputException"/>.</summary>
    public ProtocolOptions CompleteOptions(ProtocolOptions given)
    {
        var own = PassesOptions ? new ProtocolOptions(given.Where(o => !o.Key.Contains('.', StringComparison.Ordinal))) : given;
        var complete = own.ValidateAndComplete(Name, Options);
        foreach (var (name, value) in given) complete.TryAdd(name, value);
        return complete;
    }

    /// <summary>
    /// Identifies the behaviour of the protocol besides its options: the declared version and the hash of its prompts, as "VERSION+HASH".
    /// </summary>
    public string Fingerprint => $"{Version}+{Prompts.Hash(string.Join(' ', [Name, .. SharedPrompts]))}";
}

/// <summary>How to run a protocol without a model.</summary>
/// <param name="Model">The stand-in for its seats' models.</param>
/// <param name="Options">The options that suit it, where none are given.</param>
public sealed record WithoutModel(string Model, ProtocolOptions Options);

/// <summary>The protocols known to this process.</summary>
public sealed class ProtocolRegistry(IEnumerable<ProtocolDescriptor> entries)
{
    private readonly SortedDictionary<string, ProtocolDescriptor> _entries =
        new(entries.ToDictionary(e => e.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>All protocols, in ordinal order of their names.</summary>
    public IEnumerable<ProtocolDescriptor> All => _entries.Values;

    /// <summary>The protocol of that name; throws <see cref="InputException"/> where there is none.</summary>
    public ProtocolDescriptor Find(string name) => _entries.TryGetValue(name, out var entry)
        ? entry
        : throw new InputException($"protocol '{name}': there is none of that name; {Suggestions.DidYouMean(name, _entries.Keys)}there are "
            + string.Join(", ", _entries.Keys));
}
