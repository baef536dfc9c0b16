using System.Collections.Frozen;
using System.Text;

namespace Debate.Deliberation.Readers;

/// <summary>
/// Restores the LaTeX commands of an answer of which a JSON escape ate the beginning: a model that writes {"answer": "\theta"} meant no
/// tab. Only a whole command is restored, and only where no word follows it in its line: "a list:\nuts" stays as it is.
/// </summary>
internal static class EatenLatex
{
    /// <summary>The letters behind the escape for each of the control characters that escapes make.</summary>
    private static readonly FrozenDictionary<char, FrozenSet<string>> Commands = new Dictionary<char, FrozenSet<string>>
    {
        ['\t'] = FrozenSet.Create(
            "ext", "extbf", "extit", "extrm", "extsf", "exttt", "extnormal", "heta", "imes", "au", "an", "anh", "o", "frac", "riangle",
            "herefore",
            "ilde", "op"),
        ['\n'] = FrozenSet.Create("u", "e", "eq", "eg", "abla", "ot", "otin"),
        ['\r'] = FrozenSet.Create("ho", "ight", "ightarrow", "angle", "floor", "ceil"),
        ['\b'] = FrozenSet.Create("eta", "oxed", "inom", "ar", "mod", "egin", "ig", "ot", "oldsymbol", "f"),
        ['\f'] = FrozenSet.Create("rac", "box", "orall", "lat"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<char, char> Letters =
        new Dictionary<char, char> { ['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r', ['\b'] = 'b', ['\f'] = 'f' }.ToFrozenDictionary();

    public static string Restore(string answer)
    {
        if (!answer.AsSpan().ContainsAny("\t\n\r\b\f")) return answer;
        var restored = new StringBuilder(answer.Length);
        for (var i = 0; i < answer.Length; i++)
        {
            if (Commands.TryGetValue(answer[i], out var commands) && IsCommand(answer, i + 1, commands))
                restored.Append('\\').Append(Letters[answer[i]]);
            else restored.Append(answer[i]);
        }
        return restored.ToString();
    }

    private static bool IsCommand(string text, int from, FrozenSet<string> commands)
    {
        var end = from;
        while (end < text.Length && end - from < 16 && char.IsAsciiLetter(text[end])) end++;
        if (end == from || !commands.Contains(text[from..end])) return false;
        while (end < text.Length && text[end] == ' ') end++;
        return end + 1 >= text.Length || !(char.IsLetter(text[end]) && (char.IsLetter(text[end + 1]) || text[end] is 'a' or 'A' or 'I'));
    }
}
