using System.Collections.Frozen;

namespace Debate.Deliberation.Answers;

/// <summary>What a number counts or measures.</summary>
/// <param name="Text">As it was written, in plain lower case; of a counted noun without the plural's s.</param>
/// <param name="Meanings">What it may mean, such as metre and minute for "m"; empty for a noun that is no known unit.</param>
/// <param name="IsPlural">Whether it is a counted noun in the plural.</param>
internal sealed record AnswerUnit(string Text, IReadOnlyList<string> Meanings, bool IsPlural = false)
{
    /// <summary>Whether it is a unit of the table, and not just a noun.</summary>
    public bool IsKnown => Meanings.Count > 0;

    /// <summary>
    /// Whether a key of this unit excludes a reply with the other. Units that may mean the same do not, nor do km and km/hour; of nouns
    /// only two plurals do ("apples", "pears"), because a word behind a number is often no unit at all ("18 left").
    /// </summary>
    public bool Excludes(AnswerUnit said)
    {
        if (IsKnown && said.IsKnown)
            return !Meanings.Any(m => said.Meanings.Any(s => m == s || m.StartsWith(s + '/') || s.StartsWith(m + '/')));
        return !IsKnown && IsPlural && (said.IsKnown || said.IsPlural && !SharesWord(said.Text));
    }

    private bool SharesWord(string other) => Text.Split(' ').Intersect(other.Split(' ')).Any();
}

/// <summary>
/// The units of written numbers: enough to tell that two numbers do not measure the same thing. They are never converted.
/// </summary>
internal static class Units
{
    // One unit per line, followed by the words for it; a word on several lines may mean any of them.
    private const string UnitTable = """
        metre m meter meters metre metres 米
        kilometre km kms kilometer kilometers kilometre kilometres 公里 千米
        centimetre cm centimeter centimeters centimetre centimetres 厘米
        millimetre mm millimeter millimeters millimetre millimetres 毫米
        micrometre µm um micrometer micrometers micrometre micrometres micron microns
        nanometre nm nanometer nanometers nanometre nanometres
        mile mi mile miles
        foot ft foot feet
        inch inch inches
        yard yd yds yard yards
        hectare ha hectare hectares
        acre acre acres
        kilogram kg kgs kilogram kilograms kilo kilos 公斤 千克
        gram g gram grams gm gms 克
        milligram mg milligram milligrams
        microgram µg mcg ug microgram micrograms
        ton t ton tons tonne tonnes 吨
        pound lb lbs pound pounds
        ounce oz ounce ounces
        second s sec secs second seconds 秒
        millisecond ms millisecond milliseconds
        minute m min mins minute minutes 分钟 分
        hour h hr hrs hour hours 小时 時間
        day day days 天
        week week weeks
        month month months
        year yr yrs year years 年
        litre l liter liters litre litres 升
        millilitre ml milliliter milliliters millilitre millilitres 毫升
        gallon gal gallon gallons
        celsius c celsius °c degree degrees °
        fahrenheit f fahrenheit °f degree degrees °
        angle degree degrees ° deg
        radian rad radian radians
        kelvin k kelvin kelvins
        watt w watt watts
        kilowatt kw kilowatt kilowatts
        joule j joule joules
        kilojoule kj kilojoule kilojoules
        calorie cal calorie calories
        kilocalorie kcal kcals
        volt v volt volts
        ampere amp amps ampere amperes
        newton n newton newtons
        hertz hz hertz
        pascal pa pascal pascals
        mole mol mole moles
        byte byte bytes
        bit bit bits
        dollar usd dollar dollars $ bucks 美元
        euro eur euro euros €
        sterling gbp pound pounds £ quid
        rupee rs inr rupee rupees ₹
        yen jpy yen ¥ 円
        yuan rmb cny yuan ¥ 元
        cent c cent cents ¢
        o'clock o'clock oclock
        ante-meridiem am a.m
        post-meridiem pm p.m
        january january jan
        february february feb
        march march
        april april apr
        may may
        june june jun
        july july jul
        august august aug
        september september sept sep
        october october oct
        november november nov
        december december dec
        """;

    private const string CurrencySigns = "$€£₹¥¢";

    private static readonly FrozenDictionary<string, string[]> Meanings = UnitTable.Split('\n')
        .Select(line => line.Split(' '))
        .SelectMany(line => line.Skip(1).Select(word => (Word: word, Unit: line[0])))
        .GroupBy(w => w.Word, w => w.Unit, StringComparer.Ordinal)
        .ToFrozenDictionary(w => w.Key, w => w.Distinct().ToArray(), StringComparer.Ordinal);

    /// <summary>Whether the word is a unit or one of its abbreviations.</summary>
    public static bool IsUnitWord(string word) => Meanings.ContainsKey(word);

    /// <summary>Whether the sign is one of money.</summary>
    public static bool IsCurrencySign(char c) => CurrencySigns.Contains(c);

    /// <summary>The unit after a number, or the currency before it, in plain text; null when none is known. The end is behind the
    /// unit.</summary>
    public static AnswerUnit? Find(string text, int numberStart, int numberEnd, out int end)
    {
        if (ReadBase(text, numberEnd, out end) is { } radix) return new(radix, [radix]);
        if (ReadAfter(text, numberEnd, out end) is { } after) return after;
        end = numberEnd;
        return ReadCurrencyBefore(text, numberStart) is { } before ? new(before, Meanings[before]) : null;
    }

    /// <summary>A noun of a few words behind a number: "eggs", "red apples".</summary>
    public static AnswerUnit CreateNoun(string noun)
    {
        var plural = noun.Length > 3 && noun[^1] == 's' && noun[^2] != 's';
        return new(plural ? noun[..^1] : noun, [], plural);
    }

    private static string? ReadBase(string text, int at, out int end)
    {
        end = at;
        var open = text.AsSpan(at) switch
        {
            ['_', '(', ..] => "_(",
            ['_', ..] => "_",
            [' ', 'b', 'a', 's', 'e', ' ', ..] => " base ",
            [' ', '(', 'b', 'a', 's', 'e', ' ', ..] => " (base ",
            [' ', 'i', 'n', ' ', 'b', 'a', 's', 'e', ' ', ..] => " in base ",
            _ => "",
        };
        if (open.Length == 0) return null;
        var from = at + open.Length;
        for (end = from; end < text.Length && char.IsLetterOrDigit(text[end]);) end++;
        var radix = text[from..end];
        if (NumberWords.Evaluate([radix]) is { } value) radix = value.ToString();
        if (end < text.Length && text[end] == ')' && open.Contains('(')) end++;
        return radix.Length is > 0 and <= 3 ? $"base {radix}" : null;
    }

    private static AnswerUnit? ReadAfter(string text, int at, out int end)
    {
        if (ReadPower(text, at < text.Length && text[at] is ' ' or '-' ? at + 1 : at, out end) is not { } top) return null;
        var unit = new AnswerUnit(text[at..end].Trim(' ', '-'), top);
        if (unit.Text is "mph" or "kmh" or "kph") return unit with { Meanings = [unit.Text == "mph" ? "mile/hour" : "kilometre/hour"] };
        var per = text.AsSpan(end) switch
        {
            [' ', 'p', 'e', 'r', ' ', ..] => 5,
            [' ', 'a', ' ', ..] or [' ', '/', ' ', ..] => 3,
            ['/', ..] => 1,
            _ => 0,
        };
        if (per == 0 || ReadPower(text, end + per, out var last) is not { } bottom) return unit;
        end = last;
        return new(text[at..end].Trim(), [.. top.SelectMany(t => bottom.Select(b => $"{t}/{b}"))]);
    }

    /// <summary>A unit word with a power, as in m^2, square metres, cubic feet; null where there is none.</summary>
    private static string[]? ReadPower(string text, int at, out int end)
    {
        var power = "";
        foreach (var (word, meant) in new[] { ("square ", "^2"), ("sq ", "^2"), ("sq. ", "^2"), ("cubic ", "^3") })
            if (string.CompareOrdinal(text, at, word, 0, word.Length) == 0) (power, at) = (meant, at + word.Length);
        var word2 = ReadWord(text, at, out end);
        if (word2 is "mph" or "kmh" or "kph") return [word2];
        if (word2 is "degrees" or "degree" or "deg" && end < text.Length && text[end] == ' '
            && ReadWord(text, end + 1, out var scale) is "celsius" or "fahrenheit" or "c" or "f"
            && Meanings.ContainsKey(text[(end + 1)..scale]))
            (word2, end) = ("°" + text[end + 1], scale);
        if (!Meanings.TryGetValue(word2, out var meanings)) return null;
        if (power.Length == 0 && text.AsSpan(end) is ['^', ..])
        {
            var from = end + 1 + (text.AsSpan(end + 1) is ['(', ..] ? 1 : 0);
            for (end = from; end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '-');) end++;
            power = $"^{text[from..end]}";
            if (end < text.Length && text[end] == ')' && text[from - 1] == '(') end++;
        }
        return power.Length == 0 ? meanings : [.. meanings.Select(m => m + power)];
    }

    private static string? ReadCurrencyBefore(string text, int start)
    {
        var end = start;
        while (end > 0 && text[end - 1] is ' ' or '-' or '+' or '.' && start - end < 3) end--;
        var from = end;
        while (from > 0 && char.IsAsciiLetter(text[from - 1])) from--;
        if (from == end && end > 0) from--;
        var word = text[from..end];
        return word is "usd" or "eur" or "gbp" or "rs" or "inr" or "rmb" or "cny" or "jpy" || word.Length == 1 && IsCurrencySign(word[0])
            ? word : null;
    }

    private static string ReadWord(string text, int from, out int end)
    {
        for (end = from; end < text.Length && (char.IsLetter(text[end]) || text[end] is '°' or '\'' || end == from
            && IsCurrencySign(text[end]));)
            end++;
        return from <= end && from <= text.Length ? text[from..end] : "";
    }
}
