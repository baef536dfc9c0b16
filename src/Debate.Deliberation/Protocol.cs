using System.Globalization;
using Debate.Core.Input;

namespace Debate.Deliberation;

/// <summary>A deliberation protocol: one method, in plain async code.</summary>
public interface IProtocol
{
    /// <summary>Runs the protocol to its verdict. All of its effects go through <paramref name="d"/>.</summary>
    Task<Verdict> RunAsync(IDeliberation d);
}

/// <summary>A protocol whose options are a typed record.</summary>
/// <typeparam name="TOptions">The record: properties marked <see cref="OptionAttribute"/>, with their defaults.</typeparam>
public interface IProtocol<in TOptions> : IProtocol where TOptions : class, new()
{
    /// <summary>Runs the protocol to its verdict under these options.</summary>
    Task<Verdict> RunAsync(IDeliberation d, TOptions options);

    Task<Verdict> IProtocol.RunAsync(IDeliberation d) => RunAsync(d, d.Options.Read<TOptions>());
}

/// <summary>The options of a protocol that has none.</summary>
public sealed record NoOptions;

/// <summary>Describes a protocol to the registry, which knows its options as text; <see cref="ProtocolDescriptor{TOptions}"/> is
/// one.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Version">Raised whenever the sequence of effects changes for the same replies.</param>
/// <param name="Create">Creates an instance.</param>
public abstract record ProtocolDescriptor(string Name, int Version, Func<IProtocol> Create)
{
    /// <summary>The kind of its runs, for users: debate, tournament or evaluation.</summary>
    public string Kind { get; init; } = "debate";

    /// <summary>The options of the protocol.</summary>
    public abstract IReadOnlyList<OptionRule> Options { get; }

    /// <summary>
    /// The options that it passes on to its children, which stand among its own under a prefix with a dot (mad.rounds, ...); null where it
    /// passes none.
    /// </summary>
    public Func<ProtocolOptions, IEnumerable<PassedOptions>>? Passes { get; init; }

    /// <summary>Whether options with a dot in their name are accepted and passed on to children.</summary>
    public bool PassesOptions => Passes is not null;

    /// <summary>The seats it needs under the given options, debaters first.</summary>
    public Func<ProtocolOptions, IReadOnlyList<string>> Seats { get; protected init; } = _ => [];

    /// <summary>How many of the seats, from the first, are debaters, which a tournament pairs.</summary>
    public Func<ProtocolOptions, int> Debaters { get; protected init; } = _ => 0;

    /// <summary>The model of its seats where none is given; null where the user must name one.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>
    /// Whether it chooses itself which seats read a problem's passage, or that none does; every other protocol shows a passage to nobody, unless
    /// the problem shares it (<see cref="Problem.IsPassageShared"/>).
    /// </summary>
    public bool AssignsPassage { get; init; }

    /// <summary>How to run it without a model, where the problem itself contains all it needs; null elsewhere.</summary>
    public Func<Problem, WithoutModel?> WithoutModel { get; init; } = _ => null;

    /// <summary>
    /// Throws <see cref="InputException"/> where the protocol cannot run a problem under the given options, so that the caller is refused
    /// before anything is recorded.
    /// </summary>
    public Action<Problem, ProtocolOptions> Validate { get; protected init; } = (_, _) => { };

    /// <summary>
    /// The language of the programs that it runs under the given options; null where it runs none. A run whose language is not run here is
    /// refused before its first entry.
    /// </summary>
    public Func<ProtocolOptions, string?> Language { get; protected init; } = _ => null;

    /// <summary>
    /// The abilities that models of its seats must have under the given options; none by default. A run that lacks one is refused before its
    /// first entry.
    /// </summary>
    public Func<ProtocolOptions, IReadOnlyList<Engine.AbilityNeed>> Needs { get; protected init; } = _ => [];

    /// <summary>The largest number of calls it makes where every reply can be read at the first attempt.</summary>
    public Func<ProtocolOptions, int> MaxCalls { get; protected init; } = _ => 0;

    /// <summary>
    /// Throws an <see cref="InputException"/> where a seat is to think before it speaks that does not speak in a debate between models.
    /// </summary>
    public void ValidateSeats(IEnumerable<Seat> seats, ProtocolOptions options)
    {
        if (Kind == "debate" && (Debaters(options) == 0 || DefaultModel is not null) && seats.FirstOrDefault(s => s.Thinks > 0) is { } seat)
            throw new InputException(FormattableString.Invariant($"seat '{seat.Name}': {seat.Thinks} thoughts before it speaks are for seats of ")
                + $"debates between models, and {Name} is none");
    }

    /// <summary>The same with seats of which some think before they speak: an upper bound, as not every seat speaks equally often.</summary>
    public int CountMaxCalls(ProtocolOptions options, IReadOnlyList<Seat> seats) =>
        (int)Math.Min(int.MaxValue, (long)MaxCalls(options) * (1 + seats.Select(s => s.Thinks == 1 ? 1 : 2 * s.Thinks).DefaultIfEmpty().Max()));

    /// <summary>
    /// The whole number among its options that sets the number of calls: as it grows, <see cref="MaxCalls"/> never falls. An evaluation uses
    /// it to give protocols equal calls. Null where there is none.
    /// </summary>
    public string? CallsOption { get; init; }

    /// <summary>
    /// The greatest value of <see cref="CallsOption"/> under which the protocol makes at most so many calls; its least where none does.
    /// </summary>
    /// <param name="given">The other options.</param>
    /// <param name="calls">The most calls.</param>
    public string FitCalls(ProtocolOptions given, int calls)
    {
        var option = CallsOption ?? throw new InvalidOperationException($"{Name} has no option that sets its calls");
        var rule = Options.First(o => o.Name == option);
        var (fits, over) = ((int)(rule.Least ?? 1), (int)Math.Min(rule.Greatest ?? calls, int.MaxValue - 1) + 1);
        while (over - fits > 1)
        {
            var middle = fits + (over - fits) / 2;
            var complete = CompleteOptions(new(given) { [option] = middle.ToString(CultureInfo.InvariantCulture) });
            if (MaxCalls(complete) <= calls) fits = middle;
            else over = middle;
        }
        return fits.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The prompt folders that it shares with other protocols.</summary>
    public IReadOnlyList<string> SharedPrompts { get; init; } = [];

    /// <summary>
    /// The given options, checked and completed with defaults; throws <see cref="InputException"/>. Those with a dot that are passed on are
    /// checked by <see cref="ProtocolRegistry.CompleteOptions"/>, which knows the other protocols.
    /// </summary>
    public ProtocolOptions CompleteOptions(ProtocolOptions given)
    {
        var own = PassesOptions ? new ProtocolOptions(given.Where(o => !o.Key.Contains('.', StringComparison.Ordinal))) : given;
        var complete = own.ValidateAndComplete(Name, Options);
        foreach (var (name, value) in given) complete.TryAdd(name, value);
        return complete;
    }

    /// <summary>
    /// The options as the protocol reads them, written in one way: two runs with equal ones are of one configuration, however their options
    /// were given (3 and 03, or a default that is given and one that is not).
    /// </summary>
    public abstract ProtocolOptions Canonicalize(ProtocolOptions given);

    /// <summary>
    /// Identifies the behaviour of the protocol besides its options: the declared version and the hash of its prompts, as "VERSION+HASH".
    /// </summary>
    public string Fingerprint => $"{Version}+{Prompts.Hash(string.Join(' ', [Name, .. SharedPrompts]))}";
}

/// <summary>Describes a protocol with options of a type.</summary>
/// <typeparam name="TOptions">The record of its options; <see cref="NoOptions"/> where it has none.</typeparam>
/// <param name="name">Its name on the command line.</param>
/// <param name="version">Raised whenever the sequence of effects changes for the same replies.</param>
/// <param name="create">Creates an instance.</param>
public sealed record ProtocolDescriptor<TOptions>(string name, int version, Func<IProtocol> create)
    : ProtocolDescriptor(name, version, create) where TOptions : class, new()
{
    /// <inheritdoc/>
    public override IReadOnlyList<OptionRule> Options => OptionRecords.GetRules<TOptions>();

    /// <inheritdoc/>
    public override ProtocolOptions Canonicalize(ProtocolOptions given)
    {
        var canonical = ProtocolOptions.FromRecord(given.Read<TOptions>());
        foreach (var (name, value) in given) canonical.TryAdd(name, value);
        return canonical;
    }

    /// <inheritdoc cref="ProtocolDescriptor.Seats"/>
    public new Func<TOptions, IReadOnlyList<string>> Seats
    {
        get;
        init { field = value; base.Seats = o => value(o.Read<TOptions>()); }
    } = _ => [];

    /// <inheritdoc cref="ProtocolDescriptor.Debaters"/>
    public new Func<TOptions, int> Debaters
    {
        get;
        init { field = value; base.Debaters = o => value(o.Read<TOptions>()); }
    } = _ => 0;

    /// <inheritdoc cref="ProtocolDescriptor.Validate"/>
    public new Action<Problem, TOptions> Validate
    {
        get;
        init { field = value; base.Validate = (problem, o) => value(problem, o.Read<TOptions>()); }
    } = (_, _) => { };

    /// <inheritdoc cref="ProtocolDescriptor.Language"/>
    public new Func<TOptions, string?> Language
    {
        get;
        init { field = value; base.Language = o => value(o.Read<TOptions>()); }
    } = _ => null;

    /// <inheritdoc cref="ProtocolDescriptor.Needs"/>
    public new Func<TOptions, IReadOnlyList<Engine.AbilityNeed>> Needs
    {
        get;
        init { field = value; base.Needs = o => value(o.Read<TOptions>()); }
    } = _ => [];

    /// <inheritdoc cref="ProtocolDescriptor.MaxCalls"/>
    public new Func<TOptions, int> MaxCalls
    {
        get;
        init { field = value; base.MaxCalls = o => value(o.Read<TOptions>()); }
    } = _ => 0;
}

/// <summary>Options that a protocol passes on to one kind of child.</summary>
/// <param name="Prefix">What stands before their names, with a dot, among the parent's options.</param>
/// <param name="Protocol">The name of the child's protocol.</param>
/// <param name="Options">The child's options, as given.</param>
public sealed record PassedOptions(string Prefix, string Protocol, ProtocolOptions Options)
{
    /// <summary>Further options of the parent that have a dot and describe this kind of child.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What stands before the names of the child's seats among the parent's seats; empty where they are the same.</summary>
    public string SeatPrefix { get; init; } = "";

    /// <summary>Whether an option of the parent is one of these.</summary>
    public bool Includes(string name) => name.StartsWith(Prefix + ".", StringComparison.Ordinal) || Names.Contains(name);
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

    /// <summary>The languages of the programs that a run and its children may want to be run under these options, which are complete.</summary>
    public IEnumerable<string> ListLanguages(string protocol, ProtocolOptions complete)
    {
        var descriptor = Find(protocol);
        if (descriptor.Language(complete) is { } language) yield return language;
        foreach (var child in descriptor.Passes?.Invoke(complete) ?? [])
            foreach (var inner in ListLanguages(child.Protocol, child.Options)) yield return inner;
    }

    /// <summary>The abilities that models of a run's seats must have for it and its children under these options, which are complete.</summary>
    public IEnumerable<Engine.AbilityNeed> ListNeeds(string protocol, ProtocolOptions complete)
    {
        var descriptor = Find(protocol);
        foreach (var need in descriptor.Needs(complete)) yield return need;
        foreach (var child in descriptor.Passes?.Invoke(complete) ?? [])
            foreach (var inner in ListNeeds(child.Protocol, child.Options))
                yield return inner with { Seat = child.SeatPrefix + inner.Seat };
    }

    /// <summary>
    /// The options of a run that is about to start, checked to the last value and completed with defaults: its own, and those that it
    /// passes on. Throws <see cref="InputException"/>, as also where nothing takes an option or the protocol cannot run the problem.
    /// </summary>
    public ProtocolOptions CompleteOptions(string protocol, Problem problem, ProtocolOptions given)
    {
        var descriptor = Find(protocol);
        var complete = descriptor.CompleteOptions(given);
        var passed = descriptor.Passes?.Invoke(complete).ToArray() ?? [];
        foreach (var child in passed)
            child.Options.ValidateAndComplete(child.Protocol, Find(child.Protocol).Options, $"{child.Prefix}.");
        if (complete.Keys.FirstOrDefault(n => n.Contains('.', StringComparison.Ordinal) && !passed.Any(p => p.Includes(n))) is { } stray)
            throw new InputException($"option '{stray}': nothing in this {descriptor.Kind} takes it");
        descriptor.Validate(problem, complete);
        return complete;
    }
}
