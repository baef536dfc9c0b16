using System.CommandLine;
using Debate.Argumentation.Competition;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Solve;

namespace Debate.Cli.Solving;

/// <summary><c>debate solve</c>: debate-solve as a verb of the tool, and the benchmarks of solvers.</summary>
internal sealed class SolveCommand : Command
{
    private readonly Option<string?> _problem = TextOption("-p", "The problem: SE, EE, CE, DC or DS, a dash, and a semantics.", "TASK");
    private readonly Option<string?> _file = TextOption("-f", "The framework.", "FILE");
    private readonly Option<string?> _argument = TextOption("-a", "The argument that DC and DS ask about.", "ARG");
    private readonly Option<string?> _format =
        TextOption("-fo", "Format of the file: af, apx or tgf; its extension says so too.", "FORMAT");
    private readonly Option<string?> _timeout = TextOption("--timeout", "The longest to load and search; exit code 3 after it.", "SECONDS");
    private readonly Option<long?> _limit = new("--limit") { Description = "The most extensions to print of EE.", HelpName = "N" };
    private readonly Option<bool> _certify = new("--certify") { Description = "Check the answer afterwards; stderr says what proves it." };
    private readonly Option<bool> _problems = new("--problems") { Description = "List the problems." };
    private readonly Option<bool> _formats = new("--formats") { Description = "List the formats." };
    private readonly Option<bool> _certificates = new("--certificates") { Description = "Print what proves which answer." };

    public SolveCommand() : base("solve", "Answer a problem about an argumentation framework as in the ICCMA competitions.")
    {
        Option[] options = [_problem, _file, _argument, _format, _timeout, _limit, _certify, _problems, _formats, _certificates];
        foreach (var option in options) Add(option);
        Add(new BenchCommand());
        Add(new CompareCommand());
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        using var output = new StandardOutput();
        return new SolveTool(new(Files.ReadBytes, output.Stream, output.WriteErrorLine, CancelAfter)).Run(Request(parse));
    }

    private SolveRequest Request(ParseResult parse)
    {
        var request = new SolveRequest
        {
            Action = ReadAction(parse),
            Problem = parse.GetValue(_problem),
            File = parse.GetValue(_file),
            Argument = parse.GetValue(_argument),
            Format = parse.GetValue(_format),
            Limit = Limit(parse.GetValue(_limit)),
            Certify = parse.GetValue(_certify),
            Json = CommonOptions.Terminal(parse).Format != OutputFormat.Table,
        };
        return parse.GetValue(_timeout) is { } seconds ? request.WithTimeout(seconds) : request;
    }

    private static CancellationToken CancelAfter(TimeSpan time) => new CancellationTokenSource(time).Token;

    private SolveAction ReadAction(ParseResult parse)
    {
        if (parse.GetValue(_problems)) return SolveAction.Problems;
        if (parse.GetValue(_formats)) return SolveAction.Formats;
        if (parse.GetValue(_certificates)) return SolveAction.Certificates;
        return parse.GetValue(_problem) is null && parse.GetValue(_file) is null ? SolveAction.About : SolveAction.Answer;
    }

    private static long Limit(long? limit) => limit is null or > 0
        ? limit ?? long.MaxValue
        : throw new InputException(FormattableString.Invariant($"--limit '{limit}': it must be a whole number of at least 1"));

    private static Option<string?> TextOption(string name, string meaning, string value) =>
        new(name) { Description = meaning, HelpName = value };
}
