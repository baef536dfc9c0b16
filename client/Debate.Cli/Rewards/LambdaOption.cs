using System.CommandLine;
using System.Globalization;

namespace Debate.Cli.Rewards;

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
