using System.Text.RegularExpressions;

namespace Debate.Deliberation.Answers;

/// <summary>
/// A regular expression that is built when it is first needed: building the automaton of one that never backtracks takes milliseconds, and
/// most answers need few of them. Thread-safe: whoever builds it twice gets the same.
/// </summary>
internal sealed class LazyRegex(string pattern, RegexOptions options)
{
    private Regex? _built;

    private Regex Built => _built ??= new(pattern, options);

    /// <inheritdoc cref="Regex.IsMatch(string)"/>
    public bool IsMatch(string text) => Built.IsMatch(text);

    /// <inheritdoc cref="Regex.Match(string)"/>
    public Match Match(string text) => Built.Match(text);

    /// <inheritdoc cref="Regex.Match(string, int)"/>
    public Match Match(string text, int start) => Built.Match(text, start);

    /// <inheritdoc cref="Regex.Matches(string)"/>
    public MatchCollection Matches(string text) => Built.Matches(text);

    /// <inheritdoc cref="Regex.Replace(string, string)"/>
    public string Replace(string text, string replacement) => Built.Replace(text, replacement);
}
