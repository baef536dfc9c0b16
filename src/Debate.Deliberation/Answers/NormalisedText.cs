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
