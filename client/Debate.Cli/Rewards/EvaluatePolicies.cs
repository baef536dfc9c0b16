using System.CommandLine;
using System.Globalization;
using Debate.Cli.Input;
using Debate.Core.Output;
using Debate.Rewards.Environments;
using Debate.Rewards.Planning;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary><c>debate reward evaluate</c>: the exact values of policies.</summary>
internal sealed class EvaluatePolicies : Command
{
    private readonly EnvironmentOptions _environment = new();
    private readonly Option<string> _policies = new("--policies")
    {
        Description = $"Policies with commas between them: {string.Join(", ", Benchmark.PolicyNames)}.",
        HelpName = "NAMES",
        DefaultValueFactory = _ => string.Join(',', Benchmark.PolicyNames),
    };

    public EvaluatePolicies() : base("evaluate", "The probability of survival and the length of an episode under policies, exactly.")
    {
        _environment.AddTo(this);
        Add(_policies);
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var setting = _environment.Read(parse);
        var policies = ListOptions.Read("--policies", parse.GetRequiredValue(_policies)).Select(setting.GetPolicy).ToArray();
        var values = policies.Select(policy => PolicyValue.Compute(setting.Environment, policy)).ToArray();
        if (terminal.IsJson)
            terminal.WriteJson(new { environment = setting.Environment.Name, gamma = 1, policies = values });
        else
        {
            terminal.WriteLine($"{setting.Environment.Name}, undiscounted (gamma 1), exact");
            terminal.WriteTable(new ReportTable(
                ["policy", "survival", "length"], [.. values.Select(v =>
                    new[] { v.Policy, FormatNumber(v.Survival, "0.0000"), v.Length is { } length ? FormatNumber(length, "0.00")
                        : "endless" })]));
        }
        return Exit.Ok;
    }

    private static string FormatNumber(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
