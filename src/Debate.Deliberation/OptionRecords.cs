using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Debate.Core.Input;

namespace Debate.Deliberation;

/// <summary>
/// Makes a property of a protocol's record an option. The option's name is the property's in kebab case (<c>JudgeReads</c>: judge-reads),
/// its default what a new record holds, and its values follow from the property's type: a whole number (in its
/// <see cref="RangeAttribute"/>),
/// yes or no, one word of an enumeration or of a list (<see cref="OneOfAttribute"/>), a text, or a type of its own form
/// (<see cref="IOptionValue{TSelf}"/>).
/// </summary>
/// <param name="meaning">What the option does, in one sentence.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string meaning) : Attribute
{
    /// <summary>What the option does, in one sentence.</summary>
    public string Meaning => meaning;

    /// <summary>The option's name, where it is another than the property's.</summary>
    public string? Name { get; init; }

    /// <summary>For an option that is a text: what it accepts, in words.</summary>
    public string? Rule { get; init; }
}

/// <summary>The words that an option may be.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute : Attribute
{
    /// <summary>These words.</summary>
    public OneOfAttribute(params string[] words) => Words = words;

    /// <summary>The names of a catalogue, from a public static property of it.</summary>
    public OneOfAttribute(Type catalogue, string names) =>
        Words = [.. (IEnumerable<string>)catalogue.GetProperty(names, BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!];

    /// <summary>The words, in their order.</summary>
    public IReadOnlyList<string> Words { get; }
}

/// <summary>The value of an option that has a form of its own, such as a share of the evidence.</summary>
public interface IOptionValue<TSelf> where TSelf : class, IOptionValue<TSelf>
{
    /// <summary>The valid texts in words, as error messages quote them: "a share below 1 or a whole number".</summary>
    static abstract string Rule { get; }

    /// <summary>Whether the text is valid, and its value; null is a value too, where a word such as "none" stands for it.</summary>
    static abstract bool TryRead(string text, out TSelf? value);

    /// <summary>A text that reads as the value.</summary>
    static abstract string Write(TSelf? value);
}

/// <summary>
/// Reads and writes the options of a protocol as one typed record, from which help, checks and sweeps follow. Options are listed in the
/// order of the properties, those of a base record last. What a type says of its options is found out once.
/// </summary>
public static partial class OptionRecords
{
    /// <summary>The options that a record declares.</summary>
    public static IReadOnlyList<OptionRule> GetRules<TOptions>() where TOptions : class, new() => Known<TOptions>.Rules;

    /// <summary>The record of the options by name; those absent have their defaults.</summary>
    public static TOptions Read<TOptions>(IReadOnlyDictionary<string, string> texts) where TOptions : class, new()
    {
        var options = new TOptions();
        foreach (var (property, form, rule) in Known<TOptions>.Options)
        {
            if (!texts.TryGetValue(rule.Name, out var text)) continue;
            if (text is null || !form.TryRead(text, out var value)) throw ProtocolOptions.CreateError("", rule, text);
            property.SetValue(options, value);
        }
        return options;
    }

    /// <summary>Every option of a record as text, by name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Write<TOptions>(TOptions options) where TOptions : class, new() =>
        Known<TOptions>.Options.Select(o => KeyValuePair.Create(o.Rule.Name, o.Form.Write(o.Property.GetValue(options))));

    private static IEnumerable<(PropertyInfo Property, OptionForm Form, OptionRule Rule)> Find(object defaults)
    {
        for (var type = defaults.GetType(); type is not null; type = type.BaseType)
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(p => p.IsDefined(typeof(OptionAttribute))).OrderBy(p => p.MetadataToken))
            {
                var form = FindForm(property, property.GetValue(defaults));
                var option = property.GetCustomAttribute<OptionAttribute>()!;
                yield return (property, form, new(
                    option.Name ?? ToKebabCase(property.Name), form.Write(property.GetValue(defaults)), form.Rule,
                    text => form.TryRead(text, out _), option.Meaning)
                {
                    Words = form.Words, SweepValues = form.SweepValues, Type = form.Type, Least = form.Least, Greatest = form.Greatest,
                });
            }
    }

    private static OptionForm FindForm(PropertyInfo property, object? initial)
    {
        var (type, range) = (property.PropertyType, property.GetCustomAttribute<RangeAttribute>());
        if (type == typeof(int) && range is { Minimum: int min, Maximum: int max })
            return CreateNumber(Values.Whole(min, max)) with
            {
                SweepValues = ListSweep(min, max, (int)initial!), Type = "integer", Least = min, Greatest = max == int.MaxValue ? null : max,
            };
        if (type == typeof(long)) return CreateNumber(Values.Whole(long.MinValue, long.MaxValue)) with { Type = "integer" };
        if (type == typeof(double) && range is { Minimum: double low, Maximum: double high })
            return CreateNumber(Values.Real(low, high)) with { Type = "number", Least = low, Greatest = double.IsFinite(high) ? high : null };
        if (type == typeof(bool)) return CreateWords([("yes", true), ("no", false)], initial) with { Type = "boolean" };
        if (type.IsEnum) return CreateWords([.. Enum.GetValues(type).Cast<object>().Select(v => (ToKebabCase($"{v}"), v))], initial);
        if (type == typeof(string) && property.GetCustomAttribute<OneOfAttribute>() is { } list)
            return CreateWords([.. list.Words.Select(w => (w, (object)w))], initial);
        if (type == typeof(int) && property.GetCustomAttribute<OneOfAttribute>() is { } numbers)
            return CreateWords([.. numbers.Words.Select(w => (w, (object)int.Parse(w, CultureInfo.InvariantCulture)))], initial);
        if (type == typeof(string) && property.GetCustomAttribute<OptionAttribute>() is { Rule: { } rule })
            return new(rule, (text, out value) => { value = text; return true; }, value => (string)value!);
        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IOptionValue<>)))
            return (OptionForm)typeof(OptionRecords).GetMethod(nameof(CreateOwn), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type).Invoke(null, [])!;
        throw new InvalidOperationException($"{property.DeclaringType!.Name}.{property.Name}: no option can be of this form.");
    }

    /// <summary>A number, by the reader of its kind that all doors share.</summary>
    private static OptionForm CreateNumber<TNumber>(ValueReader<TNumber> reader) where TNumber : struct => new(
        reader.Rule["must be ".Length..],
        (text, out value) =>
        {
            value = reader.TryRead(text, out var number) ? number : null;
            return value is not null;
        },
        WriteNumber);

    private static IReadOnlyList<string> ListSweep(int min, int max, int initial) =>
        [.. Enumerable.Range(min, Math.Min(max, initial + 1) - min + 1).Select(n => WriteNumber(n))];

    /// <summary>One of several words, the default first.</summary>
    private static OptionForm CreateWords((string Word, object Value)[] values, object? initial)
    {
        var byWord = values.ToDictionary(v => v.Word, v => v.Value, StringComparer.Ordinal);
        string[] words = [.. values.OrderByDescending(v => v.Value.Equals(initial)).Select(v => v.Word)];
        return new("one of " + string.Join(", ", words), byWord.TryGetValue, value => values.First(v => v.Value.Equals(value)).Word)
        {
            Words = words,
            SweepValues = words,
            Type = "word",
        };
    }

    private static OptionForm CreateOwn<TValue>() where TValue : class, IOptionValue<TValue> => new(
        TValue.Rule,
        (text, out value) =>
        {
            var isValid = TValue.TryRead(text, out var read);
            value = read;
            return isValid;
        },
        value => TValue.Write((TValue?)value));

    private static string WriteNumber(object? number) => Convert.ToString(number, CultureInfo.InvariantCulture) ?? "";

    private static string ToKebabCase(string name) => WordStart().Replace(name, "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();

    private delegate bool TryReadOption(string text, out object? value);

    /// <summary>How the values of an option are read and written.</summary>
    private sealed record OptionForm(string Rule, TryReadOption TryRead, Func<object?, string> Write)
    {
        public IReadOnlyList<string> Words { get; init; } = [];

        public IReadOnlyList<string> SweepValues { get; init; } = [];

        public string Type { get; init; } = "text";

        public double? Least { get; init; }

        public double? Greatest { get; init; }
    }

    /// <summary>What is known of a type of record.</summary>
    private static class Known<TOptions> where TOptions : class, new()
    {
        public static (PropertyInfo Property, OptionForm Form, OptionRule Rule)[] Options { get; } = [.. Find(new TOptions())];

        public static IReadOnlyList<OptionRule> Rules { get; } = [.. Options.Select(o => o.Rule)];
    }
}
