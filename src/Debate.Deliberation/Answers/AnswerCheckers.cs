namespace Debate.Deliberation.Answers;

/// <summary>The answer checkers by name.</summary>
public static class AnswerCheckers
{
    private static readonly IAnswerChecker[] All =
    [
        new AutoChecker(), new TextChecker(), new NumberChecker(), new ChoiceChecker(),
        new ChrfChecker(), new BleuChecker(), new ContrastChecker(),
    ];

    /// <summary>The names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(c => c.Name)];

    /// <summary>
    /// The checker with that name, ignoring case; for an unknown name an <see cref="InputException"/> that lists the known ones.
    /// </summary>
    public static IAnswerChecker Get(string name)
    {
        if (Array.Find(All, c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)) is { } checker) return checker;
        var known = string.Join(", ", Names);
        throw new InputException(name.ToUpperInvariant() is "COMET" or "BLEURT" or "BERTSCORE"
            ? $"checker \"{name}\": not available, it needs a neural model; available are {known} (chrf and bleu for translation)"
            : $"checker \"{name}\": unknown; it must be one of {known}");
    }
}
