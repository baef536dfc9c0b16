namespace Debate.Argumentation.Formats;

/// <summary>
/// What every form of our own argument maps has to keep to, whatever it is written in. Each rule gives what is wrong, for an error that
/// says where; null where nothing is.
/// </summary>
internal static class MapRules
{
    /// <summary>The keys of an argument.</summary>
    public static string[] Argument { get; } = ["id", "text", "score"];

    /// <summary>The keys of an inference.</summary>
    public static string[] Inference { get; } = ["id", "from", "to", "kind"];

    /// <summary>The keys of a map.</summary>
    public static string[] Map { get; } = ["name", "title", "motions", "arguments", "inferences", "notes"];

    /// <summary>A map without this list is none: most likely an empty file.</summary>
    public const string NoArguments = "there is no list 'arguments'";

    /// <summary>A key must be known.</summary>
    public static string? Key(string key, string[] known) =>
        known.Contains(key, StringComparer.Ordinal) ? null : $"unknown key '{key}'; known are {string.Join(", ", known)}";

    /// <summary>What is said of a key that is not the first of its name.</summary>
    public static string Twice(string key) => $"key '{key}' is given twice";

    /// <summary>A motion must be an argument.</summary>
    public static string? Motion(string id, ArgumentGraphBuilder arguments) =>
        arguments.TryHandle(id, out var handle) && handle >= 0 ? null : $"motion '{id}' is not the id of an argument";

    /// <summary>A file must hold something.</summary>
    public static void Check(string file, string text)
    {
        if (string.IsNullOrWhiteSpace(text.TrimStart('\uFEFF'))) throw new InputException($"{file}: line 1: the file is empty");
    }
}
