using Debate.Core.Input;

namespace Debate.Deliberation;

/// <summary>Describes one option to readers and writers of text: its name, default, valid values and meaning.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Default">The value where none is given.</param>
/// <param name="Rule">The valid values in words, as error messages quote them.</param>
/// <param name="Allows">Whether a value is valid: what is, can be read.</param>
/// <param name="Meaning">What the option does, in one sentence.</param>
public sealed record OptionRule(string Name, string Default, string Rule, Func<string, bool> Allows, string Meaning)
{
    /// <summary>The valid values, where they are words of a list; else empty.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What a value is: integer, number, boolean (yes or no), word (of <see cref="Words"/>) or text.</summary>
    public string Type { get; init; } = "text";

    /// <summary>The least value of a number; null where there is none.</summary>
    public double? Least { get; init; }

    /// <summary>The greatest value of a number; null where there is none.</summary>
    public double? Greatest { get; init; }

    /// <summary>The values that a sweep tries; empty where the option cannot be swept.</summary>
    public IReadOnlyList<string> SweepValues { get; init; } = [];
}

/// <summary>
/// The options of a protocol as text by name, in ordinal order of their names, so that equal options serialise to equal bytes: the form in
/// which they are given, journaled and hashed. What reads them reads a typed record (<see cref="Read"/>).
/// </summary>
public sealed class ProtocolOptions : SortedList<string, string>
{
    private const int MaxShown = 120;

    /// <summary>Without options.</summary>
    public ProtocolOptions() : base(StringComparer.Ordinal) { }

    /// <summary>With the given options.</summary>
    public ProtocolOptions(IEnumerable<KeyValuePair<string, string>> options) : this()
    {
        foreach (var (name, value) in options) this[name] = value;
    }

    /// <summary>All options of a typed record as text.</summary>
    public static ProtocolOptions FromRecord<TOptions>(TOptions options) where TOptions : class, new() =>
        new(OptionRecords.Write(options));

    /// <summary>
    /// The typed record; options that are absent, as in journals older than them, have their defaults, and options of other names are
    /// left alone. Throws <see cref="InputException"/> for an invalid value.
    /// </summary>
    public TOptions Read<TOptions>() where TOptions : class, new() => OptionRecords.Read<TOptions>(this);

    /// <summary>The options named PREFIX.NAME, without the prefix: those that a parent passes on to one kind of child.</summary>
    public ProtocolOptions WithPrefix(string prefix) => new(this
        .Where(o => o.Key.StartsWith(prefix + ".", StringComparison.Ordinal))
        .Select(o => KeyValuePair.Create(o.Key[(prefix.Length + 1)..], o.Value)));

    /// <summary>
    /// These options checked against <paramref name="rules"/> and completed with defaults; throws <see cref="InputException"/> for an
    /// unknown option or an invalid value.
    /// </summary>
    /// <param name="protocol">The protocol, for error messages.</param>
    /// <param name="rules">Its options.</param>
    /// <param name="prefix">What stands before the options' names in error messages, such as "mad.".</param>
    public ProtocolOptions ValidateAndComplete(string protocol, IReadOnlyList<OptionRule> rules, string prefix = "")
    {
        foreach (var (name, value) in this)
        {
            var rule = rules.FirstOrDefault(r => r.Name == name) ?? throw CreateUnknownError(protocol, rules, prefix, name);
            if (value is null || !rule.Allows(value)) throw CreateError(prefix, rule, value);
        }
        return new(rules.Select(r => KeyValuePair.Create(r.Name, TryGetValue(r.Name, out var given) ? given : r.Default)));
    }

    /// <summary>The error for an invalid value, which names option, value and rule; null is a value that is missing.</summary>
    internal static InputException CreateError(string prefix, OptionRule rule, string? value)
    {
        var near = value is not null && Suggestions.FindNearest(value, rule.Words) is { } word ? $"; did you mean '{word}'?" : "";
        return new($"option '{prefix}{rule.Name}': {(value is null ? "null" : $"'{Show(value)}'")} is not {rule.Rule}{near}");
    }

    private static InputException CreateUnknownError(string protocol, IReadOnlyList<OptionRule> rules, string prefix, string name)
    {
        string[] known = [.. rules.Select(r => r.Name)];
        return new($"option '{prefix}{Show(name)}': {protocol} has no such option; {Suggestions.DidYouMean(name, known)}it has "
            + string.Join(", ", known.DefaultIfEmpty("none")));
    }

    /// <summary>A value on one line of a message, whoever sent it.</summary>
    private static string Show(string value) => OneLine.Format(value, MaxShown);
}
