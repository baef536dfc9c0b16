using System.CommandLine;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Cli.Input;

/// <summary>The four settings of sampling on the command line: <c>--temperature</c>, <c>--top-p</c>, <c>--max-tokens</c>,
/// <c>--stop</c>.</summary>
internal sealed class SamplingOptions(string whose)
{
    private readonly Option<string?> _temperature =
        new("--temperature") { Description = $"The temperature of {whose}, 0 to 10; the provider's default where none is given." };
    private readonly Option<string?> _topP =
        new("--top-p") { Description = $"The nucleus mass of {whose}, above 0 and at most 1; the provider's default where none is given." };
    private readonly Option<string?> _maxTokens = new("--max-tokens")
    {
        Description = $"The most tokens of a reply of {whose}, reserved of a budget before each call; else the model's maxTokens, else "
            + $"{Sampling.DefaultMaxTokens}.",
    };
    private readonly Option<string[]> _stop =
        new("--stop") { Description = $"A text at which a reply of {whose} ends; up to {Sampling.MaxStops}.", HelpName = "TEXT" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _temperature, _topP, _maxTokens, _stop }) command.Add(option);
    }

    /// <summary>The given settings; throws <see cref="InputException"/> for an invalid one.</summary>
    public Sampling Read(ParseResult parse) => new Sampling(
        Read(parse, _temperature, Values.Temperature), Read(parse, _topP, Values.TopP), Read(parse, _maxTokens, Values.TokenLimit),
        parse.GetValue(_stop) is { Length: > 0 } stop ? stop : null).Validated("--");

    private static T? Read<T>(ParseResult parse, Option<string?> option, ValueReader<T> reader) where T : struct =>
        parse.GetValue(option) is { } text ? reader.Read(option.Name, text) : null;
}
