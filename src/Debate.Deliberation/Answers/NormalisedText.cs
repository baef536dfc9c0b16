using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Debate.Deliberation.Answers;

/// <summary>
/// Normalises texts so that equal answers compare equal: <see cref="FoldCompatibility"/> for characters, <see cref="Normalise"/> for
/// answers.
/// </summary>
public static class NormalisedText
{
    /// <summary>
    /// The subset of Unicode NFKC that occurs in answers, the same on every machine: full-width forms, spaces, ligatures, vulgar fractions,
    /// sub- and superscript digits, fraction slash and minus become their plain characters, and Latin letters with a combining mark are
    /// composed.
    /// </summary>
    public static string FoldCompatibility(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (plain.Length > 0 && c is >= '\u0300' and <= '\u0331' && LatinComposition.Compose(plain[^1], c) is { } composed)
                plain[^1] = composed;
            else if (ExpandCharacter(c) is { } expanded) plain.Append(expanded);
            else plain.Append(FoldCharacter(c));
        }
        return plain.ToString();
    }

    /// <summary>
    /// Lower case, compatible characters, one space between words; without articles, punctuation and currency signs. Full stops, commas,
    /// slashes, colons and hyphens stay between digits, a per cent sign after a digit, a minus before one and a # after a letter: 1.5 is
    /// not 15. A text of
    /// which nothing would remain is kept as it is, in lower case.
    /// </summary>
    public static string Normalise(string text)
    {
        var lower = FoldCompatibility(text).ToLowerInvariant();
        var kept = new StringBuilder(lower.Length);
        for (var i = 0; i < lower.Length; i++) AppendNormalised(kept, lower, i);
        var words = kept.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w is not ("a" or "an" or "the"));
        var plain = string.Join(' ', words);
        return plain.Length > 0 ? plain : lower.Trim();
    }

    private static void AppendNormalised(StringBuilder kept, string text, int at)
    {
        var c = text[at];
        var kind = CharUnicodeInfo.GetUnicodeCategory(c);
        if (char.IsWhiteSpace(c)) kept.Append(' ');
        else if (IsPartOfNumber(text, at)) kept.Append(c);
        else if (c is '/' || kind == UnicodeCategory.DashPunctuation) kept.Append(' ');
        else if (!char.IsPunctuation(c) && kind is not (UnicodeCategory.CurrencySymbol or UnicodeCategory.Control or UnicodeCategory.Format)
            && c is not ('`' or '~' or '|')) kept.Append(c);
    }

    private static bool IsPartOfNumber(string text, int at)
    {
        var before = at > 0 && char.IsAsciiDigit(text[at - 1]);
        var after = at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);
        return text[at] switch
        {
            '%' => before,
            '.' => after,
            ',' or '/' or ':' => before && after,
            '#' => at > 0 && char.IsLetter(text[at - 1]),
            '-' => after && (before || at == 0 || text[at - 1] == ' '),
            _ => false,
        };
    }

    private static char FoldCharacter(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u00A0' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u205F' or '\u3000' => ' ',
        '\u2044' => '/',
        '\u2212' or '\u2010' or '\u2011' => '-',
        '\u00B9' => '1',
        '\u00B2' => '2',
        '\u00B3' => '3',
        '\u2070' or (>= '\u2074' and <= '\u2079') => (char)(c - 0x2070 + '0'),
        >= '\u2080' and <= '\u2089' => (char)(c - 0x2080 + '0'),
        _ => c,
    };

    private static string? ExpandCharacter(char c) => c switch
    {
        '\u00BC' => "1/4",
        '\u00BD' => "1/2",
        '\u00BE' => "3/4",
        '\u2153' => "1/3",
        '\u2154' => "2/3",
        '\u2155' => "1/5",
        '\u215B' => "1/8",
        '\u215C' => "3/8",
        '\u215D' => "5/8",
        '\u215E' => "7/8",
        '\uFB00' => "ff",
        '\uFB01' => "fi",
        '\uFB02' => "fl",
        '\uFB03' => "ffi",
        '\uFB04' => "ffl",
        '\u2026' => "...",
        _ => null,
    };
}

/// <summary>
/// The Latin letters with a mark (Unicode blocks Latin-1 to Latin Extended Additional) as pairs of base letter and composed letter, by
/// combining mark. The runtime's own tables are absent under invariant globalization, the mode that keeps results equal on every machine.
/// </summary>
internal static class LatinComposition
{
    private static readonly Dictionary<(char Base, char Mark), char> Table = BuildTable();

    /// <summary>The composed letter; null when there is none.</summary>
    public static char? Compose(char letter, char mark) => Table.TryGetValue((letter, mark), out var composed) ? composed : null;

    private static Dictionary<(char Base, char Mark), char> BuildTable()
    {
        var table = new Dictionary<(char Base, char Mark), char>();
        foreach (var (mark, pairs) in PairsByMark)
            for (var i = 0; i < pairs.Length; i += 2) table[(pairs[i], mark[0])] = pairs[i + 1];
        return table;
    }

    private static Dictionary<string, string> PairsByMark => new()
    {
        ["\u0300"] = "AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳ",
        ["\u0301"] = "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕ"
            + "ŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứ",
        ["\u0302"] = "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ",
        ["\u0303"] = "AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ",
        ["\u0304"] = "AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳGḠgḡḶḸḷḹṚṜṛṝ",
        ["\u0306"] = "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭȨḜȩḝẠẶạặ",
        ["\u0307"] = "CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎyẏſẛ",
        ["\u0308"] = "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸHḦhḧÕṎõṏŪṺūṻWẄwẅXẌxẍtẗ",
        ["\u0309"] = "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ",
        ["\u030A"] = "AÅaåUŮuůwẘyẙ",
        ["\u030B"] = "OŐoőUŰuű",
        ["\u030C"] = "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞhȟ",
        ["\u030F"] = "AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕ",
        ["\u0311"] = "AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ",
        ["\u031B"] = "OƠoơUƯuư",
        ["\u0323"] = "BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ",
        ["\u0324"] = "UṲuṳ",
        ["\u0325"] = "AḀaḁ",
        ["\u0326"] = "SȘsșTȚtț",
        ["\u0327"] = "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ",
        ["\u0328"] = "AĄaąEĘeęIĮiįUŲuųOǪoǫ",
        ["\u032D"] = "DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ",
        ["\u032E"] = "HḪhḫ",
        ["\u0330"] = "EḚeḛIḬiḭUṴuṵ",
        ["\u0331"] = "BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ",
    };
}

/// <summary>Which letters of a plain text (<see cref="MathText"/>) are mathematics: variables, functions, constants; and which are
/// words.</summary>
internal sealed class MathLetters(string text)
{
    private const string Variables = "abcfgknpqrtuvwxyzij";
    private const string Greek = "παβγδεθλμνρστφωψ∞";

    private static readonly FrozenSet<string> Functions =
        FrozenSet.Create("sin", "cos", "tan", "cot", "sec", "csc", "ln", "log", "exp", "arcsin", "arccos", "arctan", "sinh", "cosh",
            "tanh");

    public static bool IsFunction(string word) => Functions.Contains(word);

    /// <summary>Whether the letter is one that variables usually have.</summary>
    public static bool IsVariableLetter(char c) => Variables.Contains(c);

    /// <summary>Whether a letter stands alone here.</summary>
    public bool IsVariableAlone(int at) =>
        ReadRun(at) is [var c] && Variables.Contains(c) && (at + 1 >= text.Length || text[at + 1] is '^' or '_'
        || !char.IsLetterOrDigit(text[at + 1]));

    /// <summary>Whether a number, a root or a constant begins here.</summary>
    public bool StartsTerm(int at)
    {
        if (at >= text.Length) return false;
        var (c, before) = (text[at], at > 0 ? text[at - 1] : ' ');
        if (c is '√' or '\u221B' || IsGreek(at)) return true;
        if (c == '.') return at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && !char.IsLetterOrDigit(before);
        if (!char.IsAsciiDigit(c) || before is '^' or '_') return false;
        if (!char.IsAsciiLetter(before)) return true;
        var from = at;
        while (from > 0 && char.IsAsciiLetter(text[from - 1]) && at - from < 4) from--;
        return text[from..at] is "rs" or "usd" or "eur" or "gbp" or "inr" or "rmb" or "cny";
    }

    /// <summary>Whether π, ∞ or a Greek letter that stands alone is here; words in Greek are words.</summary>
    public bool IsGreek(int at) => at < text.Length && Greek.Contains(text[at]) && (text[at] is 'π' or '∞'
        || !(at + 1 < text.Length && char.IsLetter(text[at + 1]) && !char.IsAscii(text[at + 1]) && text[at + 1] != 'π')
        && !(at > 0 && char.IsLetter(text[at - 1]) && !char.IsAscii(text[at - 1]) && text[at - 1] != 'π'));

    /// <summary>Whether a variable, a function or a constant in letters begins a formula here.</summary>
    public bool StartsFormula(int at)
    {
        if (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '\'' or '-' && at > 1 && char.IsLetter(text[at - 2])))
            return false;
        var run = ReadRun(at);
        var next = at + run.Length;
        var space = next < text.Length && text[next] == ' ';
        var sign = next + (space ? 1 : 0) < text.Length ? text[next + (space ? 1 : 0)] : '\0';
        if (run is "pi" or "sqrt" or "infinity" or "infinite") return true;
        if (Functions.Contains(run)) return sign is '(' or '^' or '_' or '√' || char.IsAsciiDigit(sign) || Greek.Contains(sign);
        if (run.Length is 0 or > 3 || !run.All(Variables.Contains) && run != "e" || Units.IsUnitWord(run) && run.Length > 1) return false;
        if (sign is '^' or '_' && !space) return true;
        var operand = next + (space ? 2 : 1) + (space && next + 2 < text.Length && text[next + 2] == ' ' ? 1 : 0);
        return sign switch
        {
            '(' => !space && run.Length == 1,
            '/' or '*' or '+' or '-' => StartsTerm(operand) || operand < text.Length && text[operand] == '('
                || ReadRun(operand) is { Length: 1 } other && Variables.Contains(other) && run.Length == 1 && sign != '-',
            '√' => !space,
            _ => false,
        };
    }

    /// <summary>Whether the letter here is a variable, a constant or the beginning of a function, as in 3x, and not of a unit or
    /// word.</summary>
    public bool IsVariable(int at)
    {
        if (at >= text.Length || !char.IsAsciiLetter(text[at])) return false;
        var start = at;
        while (start > 0 && char.IsAsciiLetter(text[start - 1]) && at - start < 4) start--;
        var run = ReadRun(start);
        if (run is "pi" || Functions.Contains(run) || run == "sqrt") return start == at;
        if (run.Length > 3 || !run.All(c => Variables.Contains(c) || c == 'e')) return false;
        var isUnit = Units.IsUnitWord(run) && start > 0 && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] == ')');
        if (run is "rs" or "th" or "st" or "nd" or "rd") return false;
        var next = text.AsSpan(start + run.Length).TrimStart(' ');
        return NumberWords.GetMultiplier(run) == 1
            && (!isUnit || run is "c" or "t" or "k" or "v" or "n" or "j" or "w" || next is ['+' or '=', ..]);
    }

    /// <summary>The word in ASCII letters that begins here, up to twelve of them; "" where none does.</summary>
    public string ReadRun(int at)
    {
        var end = at;
        while (end < text.Length && end - at < 12 && char.IsAsciiLetter(text[end])) end++;
        return at < end ? text[at..end] : "";
    }
}
