using System.Globalization;

namespace Debate.Deliberation;

/// <summary>Declares one option of a protocol: its name, default, valid values and meaning.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Default">The value where none is given.</param>
/// <param name="Rule">The valid values in words, as error messages quote them.</param>
/// <param name="Allows">Whether a value is valid.</param>
/// <param name="Meaning">What the option does, in one sentence.</param>
public sealed record OptionRule(string Name, string Default, string Rule, Func<string, bool> Allows, string Meaning)
{
    /// <summary>The values that a sweep tries; empty where the option cannot be swept.</summary>
    public IReadOnlyList<string> SweepValues { get; init; } = [];

    /// <summary>An option that is a whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public static OptionRule Number(string name, int value, int min, int max, string meaning) => new(
        name, value.ToString(CultureInfo.InvariantCulture), $"a whole number from {min} to {max}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max, meaning)
    {
        SweepValues = [.. Enumerable.Range(min, Math.Min(max, value + 1) - min + 1).Select(n => n.ToString(CultureInfo.InvariantCulture))],
    };

    /// <summary>An option that is a number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public static OptionRule Real(string name, double value, double min, double max, string meaning) => new(
        name, value.ToString(CultureInfo.InvariantCulture), FormattableString.Invariant($"a number from {min} to {max}"),
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max, meaning);

    /// <summary>An option that is one of the given words; the first is the default.</summary>
    public static OptionRule OneOf(string name, string meaning, params string[] words) => new(
        name, words[0], "one of " + string.Join(", ", words), words.Contains, meaning) { SweepValues = words };

    /// <summary>An option that accepts any text.</summary>
    public static OptionRule Text(string name, string value, string rule, string meaning) => new(name, value, rule, _ => true, meaning);
}

/// <summary>
/// The options of a protocol as text by name, in ordinal order of their names, so that equal options serialise to equal bytes.
/// </summary>
public sealed class ProtocolOptions : SortedDictionary<string, string>
{
    /// <summary>Without options.</summary>
    public ProtocolOptions() : base(StringComparer.Ordinal) { }

    /// <summary>With the given options.</summary>
    public ProtocolOptions(IEnumerable<KeyValuePair<string, string>> options) : this()
    {
        foreach (var (name, value) in options) this[name] = value;
    }

    /// <summary>The value of an option; all options are present once <see cref="ValidateAndComplete"/> has run.</summary>
    public string Text(string name) => this[name];

    /// <summary>The value as a whole number.</summary>
    public int Number(string name) => int.Parse(this[name], CultureInfo.InvariantCulture);

    /// <summary>The value as a number.</summary>
    public double Real(string name) => double.Parse(this[name], CultureInfo.InvariantCulture);

    /// <summary>The options named PREFIX.NAME, without the prefix: those that a parent passes on to one kind of child.</summary>
    public ProtocolOptions WithPrefix(string prefix) => new(this
        .Where(o => o.Key.StartsWith(prefix + ".", StringComparison.Ordinal))
        .Select(o => KeyValuePair.Create(o.Key[(prefix.Length + 1)..], o.Value)));

    /// <summary>
    /// These options checked against <paramref name="rules"/> and completed with defaults; throws <see cref="InputException"/> for an
    /// unknown option or an invalid value.
    /// </summary>
    public ProtocolOptions ValidateAndComplete(string protocol, IReadOnlyList<OptionRule> rules)
    {
        foreach (var (name, value) in this)
        {
            var rule = rules.FirstOrDefault(r => r.Name == name) ?? throw new InputException(
                $"option '{name}': {protocol} has no such option; it has "
                + $"{string.Join(", ", rules.Select(r => r.Name).DefaultIfEmpty("none"))}");
            if (!rule.Allows(value)) throw new InputException($"option '{name}': '{value}' is not {rule.Rule}");
        }
        return new(rules.Select(r => KeyValuePair.Create(r.Name, TryGetValue(r.Name, out var given) ? given : r.Default)));
    }
}
