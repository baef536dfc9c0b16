using System.CommandLine;
using Debate.Cli.Output;
using Debate.Client;

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

    /// <summary>The server to run on, with the key from DEBATE_API_KEY; null if this process does the work.</summary>
    public static DebateHttpClient? FindServer(ParseResult parse) =>
        (parse.GetValue(Server) ?? Variable("DEBATE_SERVER")) is { } server ? new(server, Variable("DEBATE_API_KEY")) : null;

    /// <summary>The terminal in the requested output format.</summary>
    public static Terminal Terminal(ParseResult parse) =>
        new(Enum.Parse<OutputFormat>(parse.GetRequiredValue(Output), ignoreCase: true));
}
