using System.Collections.Frozen;

namespace Debate.Deliberation.Answers;

/// <summary>
/// The units of written numbers: enough to tell that two numbers do not measure the same thing. A word with several meanings ("m",
/// "pounds") is incompatible with a unit only when none of its meanings is that unit; an unknown word is compatible with every unit.
/// </summary>
public static class Units
{
    // One unit per line, followed by the words for it; a word on several lines may mean any of them.
    private const string UnitTable = """
        metre m meter meters metre metres
        kilometre km kms kilometer kilometers kilometre kilometres
        centimetre cm centimeter centimeters centimetre centimetres
        millimetre mm millimeter millimeters millimetre millimetres
        mile mi mile miles
        foot ft foot feet
        inch inch inches
        yard yd yds yard yards
        kilogram kg kgs kilogram kilograms kilo kilos
        gram g gram grams gm gms
        milligram mg milligram milligrams
        ton t ton tons tonne tonnes
        pound lb lbs pound pounds
        ounce oz ounce ounces
        second s sec secs second seconds
        millisecond ms millisecond milliseconds
        minute m min mins minute minutes
        hour h hr hrs hour hours
        day day days
        week week weeks
        month month months
        year yr yrs year years
        litre l liter liters litre litres
        millilitre ml milliliter milliliters millilitre millilitres
        gallon gal gallon gallons
        celsius c celsius °c
        fahrenheit f fahrenheit °f
        kelvin kelvin kelvins
        watt w watt watts
        kilowatt kw kilowatt kilowatts
        joule j joule joules
        kilojoule kj kilojoule kilojoules
        calorie cal calorie calories
        kilocalorie kcal kcals
        dollar usd dollar dollars
        euro eur euro euros €
        sterling gbp pound pounds £
        rupee rs inr rupee rupees ₹
        yen yen ¥
        cent c cent cents
        """;

    private static readonly FrozenDictionary<string, string[]> Meanings = UnitTable.Split('\n')
        .Select(line => line.Split(' '))
        .SelectMany(line => line.Skip(1).Select(word => (Word: word, Unit: line[0])))
        .GroupBy(w => w.Word, w => w.Unit, StringComparer.Ordinal)
        .ToFrozenDictionary(w => w.Key, w => w.Distinct().ToArray(), StringComparer.Ordinal);

    /// <summary>The unit after a number, or the currency before it, in cleaned lower-case text; null when none is known.</summary>
    public static string? FindUnit(string text, WrittenNumber number) =>
        KnownOrNull(ReadUnitAfter(text, number.End)) ?? KnownOrNull(ReadCurrencyBefore(text, number.Start));

    /// <summary>True when both are given and cannot be the same unit; km and km/hour can.</summary>
    public static bool AreIncompatible(string? one, string? other) => one is not null && other is not null
        && SplitRatio(one).Zip(SplitRatio(other)).Any(pair => !Meanings[pair.First].Intersect(Meanings[pair.Second]).Any());

    private static string? KnownOrNull(string unit) => unit.Length > 0 && SplitRatio(unit).All(Meanings.ContainsKey) ? unit : null;

    private static string[] SplitRatio(string unit) => unit.Split('/');

    private static string ReadUnitAfter(string text, int at)
    {
        var unit = ReadWord(text, at < text.Length && text[at] is ' ' or '-' ? at + 1 : at, out var end);
        if (unit is "mph" or "kmh" or "kph") return unit == "mph" ? "mile/hour" : "km/hour";
        var per = string.CompareOrdinal(text, end, " per ", 0, 5) == 0 ? 5 : end < text.Length && text[end] == '/' ? 1 : 0;
        return per > 0 && ReadWord(text, end + per, out _) is { Length: > 0 } time && Meanings.ContainsKey(time) ? $"{unit}/{time}" : unit;
    }

    private static string ReadCurrencyBefore(string text, int start)
    {
        var end = start > 0 && text[start - 1] == ' ' ? start - 1 : start;
        var from = end;
        while (from > 0 && char.IsLetter(text[from - 1])) from--;
        var word = text[from..end];
        if (word.Length == 0 && end > 0) word = text[(end - 1)..end];
        return word is "usd" or "eur" or "gbp" or "rs" or "inr" or "€" or "£" or "₹" or "¥" ? word : "";
    }

    private static string ReadWord(string text, int from, out int end)
    {
        for (end = from; end < text.Length && (char.IsLetter(text[end]) || text[end] is '°' or '€' or '£' && end == from);) end++;
        return text[from..end];
    }
}
