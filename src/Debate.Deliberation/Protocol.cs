namespace Debate.Deliberation;

/// <summary>A way to deliberate: one method, in plain async code.</summary>
public interface IProtocol
{
    /// <summary>Runs the protocol to its verdict. All it does goes through <paramref name="d"/>.</summary>
    Task<Verdict> RunAsync(IDeliberation d);
}

/// <summary>A registered protocol: the one line that makes it known.</summary>
/// <param name="Name">As it is written on a command line.</param>
/// <param name="Version">Raised whenever the sequence of effects changes for the same replies.</param>
/// <param name="Create">Makes one.</param>
public sealed record ProtocolEntry(string Name, int Version, Func<IProtocol> Create)
{
    /// <summary>What a run of it is to a person: debate, tournament or evaluation.</summary>
    public string Kind { get; init; } = "debate";

    /// <summary>What the protocol can be told.</summary>
    public IReadOnlyList<OptionRule> Options { get; init; } = [];

    /// <summary>Whether options with a dot in their name are taken unchecked, to be passed on to children (mad.rounds, ...).</summary>
    public bool PassesOptions { get; init; }

    /// <summary>The seats it needs under some options, debaters first.</summary>
    public Func<ProtocolOptions, IReadOnlyList<string>> Seats { get; init; } = _ => [];

    /// <summary>How many of the seats are debaters, which a tournament pairs.</summary>
    public Func<ProtocolOptions, int> Debaters { get; init; } = _ => 0;

    /// <summary>The model of its seats where none is given; null where one must be.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>How it plays a problem without a model, where the problem brings what it needs; null elsewhere.</summary>
    public Func<Problem, Unaided?> Unaided { get; init; } = _ => null;

    /// <summary>
    /// Throws <see cref="InputException"/> where it cannot take a problem under its options, so that whoever asks is refused before
    /// anything is recorded.
    /// </summary>
    public Action<Problem, ProtocolOptions> Check { get; init; } = (_, _) => { };

    /// <summary>The most calls it makes where every reply can be read at once.</summary>
    public Func<ProtocolOptions, int> MaxCalls { get; init; } = _ => 0;

    /// <summary>
    /// The option that sets the number of calls, by which an evaluation gives baselines the calls of MAD; null where there is none.
    /// </summary>
    public string? CallsOption { get; init; }

    /// <summary>The folders of prompts that it shares with other protocols.</summary>
    public IReadOnlyList<string> SharedPrompts { get; init; } = [];

    /// <summary>The options that are given, checked and completed; throws <see cref="InputException"/>.</summary>
    public ProtocolOptions Complete(ProtocolOptions given)
    {
        var own = PassesOptions ? new ProtocolOptions(given.Where(o => !o.Key.Contains('.', StringComparison.Ordinal))) : given;
        var complete = own.Completed(Name, Options);
        foreach (var (name, value) in given) complete.TryAdd(name, value);
        return complete;
    }

    /// <summary>What decides the run besides the options: the declared version and the hash of the prompts that it uses.</summary>
    public string Stamp => $"{Version}+{Prompts.Hash(string.Join(' ', [Name, .. SharedPrompts]))}";
}

/// <summary>A protocol without a model.</summary>
/// <param name="Model">What stands in the place of its seats' models.</param>
/// <param name="Options">The options that suit it, where none are given.</param>
public sealed record Unaided(string Model, ProtocolOptions Options);

/// <summary>The protocols that this process knows.</summary>
public sealed class ProtocolRegistry(IEnumerable<ProtocolEntry> entries)
{
    private readonly SortedDictionary<string, ProtocolEntry> _entries =
        new(entries.ToDictionary(e => e.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>All of them, by name.</summary>
    public IEnumerable<ProtocolEntry> All => _entries.Values;

    /// <summary>The protocol of that name; throws <see cref="InputException"/> where there is none.</summary>
    public ProtocolEntry Find(string name) => _entries.TryGetValue(name, out var entry)
        ? entry
        : throw new InputException($"protocol '{name}': there is none of that name; there are {string.Join(", ", _entries.Keys)}");
}
