using System.CommandLine;
using System.Globalization;
using Debate.Cli.Input;
using Debate.Core.Input;
using Debate.Rewards.Environments;

namespace Debate.Cli.Rewards;

/// <summary>The environment and the folder of its files.</summary>
internal sealed class EnvironmentOptions
{
    private readonly Option<string> _name = new Option<string>("--environment")
    {
        Description = "Where patients come from.",
        DefaultValueFactory = _ => Benchmark.Names[0],
    }.AcceptOnlyFromAmong([.. Benchmark.Names]);

    private readonly Option<string?> _data = new("--environment-data")
    {
        Description = "Folder of the environment's files (icu-sepsis).",
        HelpName = "DIR",
    };

    public void AddTo(Command command)
    {
        command.Add(_name);
        command.Add(_data);
    }

    /// <summary>The name of the requested environment.</summary>
    public string Name(ParseResult parse) => parse.GetRequiredValue(_name);

    /// <summary>The given folder; null if none is given.</summary>
    public string? Folder(ParseResult parse) => parse.GetValue(_data);

    /// <summary>Reads the requested benchmark.</summary>
    public Benchmark Read(ParseResult parse)
    {
        var (name, folder) = (parse.GetRequiredValue(_name), parse.GetValue(_data));
        if (folder is null && name != Benchmark.Names[0])
            throw new InputException($"--environment {name}: give its folder with --environment-data");
        return Benchmark.Create(name, folder is null ? null : file => Files.Read(Path.Combine(folder, file)));
    }
}

/// <summary>The option for the weights of the debate reward (lambda).</summary>
internal static class LambdaOption
{
    public static Option<string> Create(IEnumerable<double> grid) => new("--lambdas", "--lambda")
    {
        Description = "Weights of the debate reward, in [0, 1], with commas between them.",
        HelpName = "NUMBERS",
        DefaultValueFactory = _ => string.Join(',', grid.Select(l => l.ToString(CultureInfo.InvariantCulture))),
    };

    /// <summary>The distinct weights, in ascending order.</summary>
    public static IReadOnlyList<double> Read(ParseResult parse, Option<string> option) =>
        [.. ListOptions.Read(option.Name, parse.GetRequiredValue(option)).Select(Lambda).Distinct().Order()];

    private static double Lambda(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var lambda) && lambda is >= 0 and <= 1
            ? lambda : throw new InputException($"--lambdas '{text}': it is not a number in [0, 1]");
}

/// <summary>Options with several comma-separated values.</summary>
internal static class ListOptions
{
    /// <summary>The distinct comma-separated values; throws <see cref="InputException"/> if there is none.</summary>
    public static IReadOnlyList<string> Read(string option, string text)
    {
        var values = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();
        return values.Length > 0 ? values : throw new InputException($"{option} '{text}': it names nothing");
    }
}

/// <summary>Options that take a whole number of at least 1.</summary>
internal static class NumberOptions
{
    public static Option<int> Count(string name, int value, string description) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };

    /// <summary>The value; throws <see cref="InputException"/> if it is below 1.</summary>
    public static int Positive(ParseResult parse, Option<int> option) => parse.GetValue(option) is > 0 and var value
        ? value : throw new InputException($"{option.Name} '{parse.GetValue(option)}': it must be a whole number of at least 1");
}
