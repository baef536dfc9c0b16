namespace Debate.Argumentation.Formats;

/// <summary>
/// The rules that our own argument maps must obey in every format. Each rule returns an error message, to which the caller adds the
/// location; null if there is no error.
/// </summary>
internal static class MapRules
{
    /// <summary>The keys of an argument.</summary>
    public static string[] ArgumentKeys { get; } = ["id", "text", "score"];

    /// <summary>The keys of an inference.</summary>
    public static string[] InferenceKeys { get; } = ["id", "from", "to", "kind"];

    /// <summary>The keys of a map.</summary>
    public static string[] MapKeys { get; } = ["name", "title", "motions", "arguments", "inferences", "notes"];

    /// <summary>A map without this list is invalid: most likely an empty file.</summary>
    public const string NoArguments = "there is no list 'arguments'";

    /// <summary>A key must be known.</summary>
    public static string? ValidateKey(string key, string[] known) =>
        known.Contains(key, StringComparer.Ordinal) ? null : $"unknown key '{key}'; known are {string.Join(", ", known)}";

    /// <summary>The error message of a duplicate key.</summary>
    public static string DuplicateKey(string key) => $"key '{key}' is given twice";

    /// <summary>A motion must be an argument.</summary>
    public static string? ValidateMotion(string id, ArgumentGraphBuilder arguments) =>
        arguments.TryGetHandle(id, out var handle) && handle >= 0 ? null : $"motion '{id}' is not the id of an argument";

    /// <summary>A file must not be empty.</summary>
    public static void ValidateNotEmpty(string file, string text)
    {
        if (string.IsNullOrWhiteSpace(text.TrimStart('\uFEFF'))) throw new InputException($"{file}: line 1: the file is empty");
    }
}
