using System.CommandLine;
using Debate.Cli.Output;
using Debate.Client;
using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Cli.Input;

/// <summary>Options that every command takes.</summary>
internal static class CommonOptions
{
    public static Option<string> Output { get; } = new Option<string>("-o", "--output")
    {
        Description = "What stdout gets: one JSON document, JSON Lines, or text for people.",
        DefaultValueFactory = _ => "table",
        Recursive = true,
    }.AcceptOnlyFromAmong("json", "jsonl", "table");

    public static Option<long?> Seed { get; } =
        new("--seed") { Description = "Seed of every random draw; a fresh one where none is given.", Recursive = true };

    public static Option<string?> Data { get; } =
        new("--data") { Description = "Folder where runs are kept (DEBATE_DATA; default .debate).", HelpName = "DIR", Recursive = true };

    public static Option<string?> Config { get; } =
        new("--config")
        {
            Description = "Models, in YAML or JSON (default debate.yaml here or in the data folder).",
            HelpName = "FILE",
            Recursive = true,
        };

    public static Option<string?> Server { get; } =
        new("--server")
        {
            Description = "A server to run on, or several of one cluster (DEBATE_SERVER); without it this process does the work.",
            HelpName = "URL[,URL...]",
            Recursive = true,
        };

    public static Option<bool> Cache { get; } =
        new("--cache")
        {
            Description = "Answer a call that was made before from the data folder instead of the endpoint.",
            Recursive = true,
        };

    public static IReadOnlyList<Option> All { get; } = [Output, Seed, Data, Config, Server, Cache];

    /// <summary>The value of an environment variable; null if it is unset or empty.</summary>
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>The key of servers, without the line break with which files of secrets end; null if it is unset.</summary>
    public static string? ApiKey => Variable("DEBATE_API_KEY")?.Trim() is { Length: > 0 } key ? key : null;

    /// <summary>The server to run on, with the key from DEBATE_API_KEY; null if this process does the work.</summary>
    public static DebateHttpClient? FindServer(ParseResult parse) =>
        (parse.GetValue(Server) ?? Variable("DEBATE_SERVER")) is { } server ? new(server, ApiKey, RetryPolicy.Once) : null;

    /// <summary>Whether the command line or the environment names a server to run on.</summary>
    public static bool NamesServer(ParseResult parse) => (parse.GetValue(Server) ?? Variable("DEBATE_SERVER")) is not null;

    /// <summary>The terminal in the requested output format.</summary>
    public static Terminal Terminal(ParseResult parse) =>
        new(Enum.Parse<OutputFormat>(parse.GetRequiredValue(Output), ignoreCase: true));
}

/// <summary><c>--raw</c>: cells of CSV as they are.</summary>
internal static class RawOption
{
    private static readonly Option<bool> Option = new("--raw")
    {
        Description = "Write cells of CSV as they are: without it one that a spreadsheet would compute gets an apostrophe before it.",
    };

    /// <summary>Adds the option to a command.</summary>
    public static void AddTo(Command command) => command.Add(Option);

    /// <summary>Whether it is given.</summary>
    public static bool Read(ParseResult parse) => parse.GetValue(Option);
}

/// <summary><c>--priority low|normal|high</c>: the run's share of a busy model.</summary>
internal static class PriorityOption
{
    private static readonly Option<string?> Option = new("--priority")
    {
        Description = "Its share of busy models beside other runs: a normal run's is four times a low one's and a quarter of a high one's.",
    };

    static PriorityOption() => Option.AcceptOnlyFromAmong("low", "normal", "high");

    /// <summary>Adds the option to a command.</summary>
    public static void AddTo(Command command) => command.Add(Option);

    /// <summary>The given priority; null if none is given.</summary>
    public static Priority? Read(ParseResult parse) => parse.GetValue(Option) switch
    {
        "low" => Priority.Low,
        "normal" => Priority.Normal,
        "high" => Priority.High,
        _ => null,
    };
}

/// <summary>Reads <c>name=value</c> pairs from the command line.</summary>
internal static class NameValuePairs
{
    /// <summary>
    /// All pairs of an option, sorted by name; throws <see cref="InputException"/> for a malformed pair or a repeated name.
    /// </summary>
    public static SortedDictionary<string, string> Read(string option, IEnumerable<string> texts)
    {
        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var cut = text.IndexOf('=', StringComparison.Ordinal);
            if (cut <= 0) throw new InputException($"{option} '{text}': it must be name=value");
            if (!pairs.TryAdd(text[..cut], text[(cut + 1)..])) throw new InputException($"{option} '{text}': {text[..cut]} is given twice");
        }
        return pairs;
    }
}
