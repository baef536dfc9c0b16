using System.Globalization;
using Debate.Core.Input;

namespace Debate.Argumentation.Competition;

/// <summary>What the solve tool prints.</summary>
public enum SolveAction
{
    /// <summary>Name, version and author: what a solver prints in the competitions when called without arguments.</summary>
    About,

    /// <summary>The supported problems.</summary>
    Problems,

    /// <summary>The supported formats.</summary>
    Formats,

    /// <summary>Which evidence proves which answer.</summary>
    Certificates,

    /// <summary>The answer to a problem.</summary>
    Answer,
}

/// <summary>A command line of the solve tool, with the options of ICCMA'23 and '25 and a few of our own.</summary>
public sealed record SolveRequest
{
    private const string Usage = "the options are -p TASK -f FILE [-a ARG] [-fo FORMAT] [--limit N] [--timeout SECONDS] [--certify]"
        + " [-o json] or one of --problems, --formats, --certificates";

    /// <summary>What to print.</summary>
    public SolveAction Action { get; init; }

    /// <summary>-p: the problem, such as DC-CO.</summary>
    public string? Problem { get; init; }

    /// <summary>-f: the file of the framework.</summary>
    public string? File { get; init; }

    /// <summary>-a: the argument of the query, by its name in the file.</summary>
    public string? Argument { get; init; }

    /// <summary>-fo: the file's format; null if its extension decides.</summary>
    public string? Format { get; init; }

    /// <summary>--limit: maximum number of extensions that EE prints.</summary>
    public long Limit { get; init; } = long.MaxValue;

    /// <summary>--timeout: time limit for loading and searching; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>--certify: check the answer after it is printed.</summary>
    public bool Certify { get; init; }

    /// <summary>-o json: one JSON document instead of the competition's lines.</summary>
    public bool Json { get; init; }

    /// <summary>Parses a command line; an <see cref="InputException"/> for an unknown option or a missing value.</summary>
    public static SolveRequest Parse(IReadOnlyList<string> args)
    {
        var (request, given) = (new SolveRequest(), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < args.Count; i++)
        {
            if (WithFlag(request, args[i]) is { } next) request = next;
            else if (i + 1 == args.Count) throw new InputException($"{args[i]}: it is unknown or its value is missing; {Usage}");
            else if (!given.Add(args[i])) throw new InputException($"{args[i]} '{args[i + 1]}': it is given twice and takes one value");
            else request = request.WithOption(args[i], args[++i]);
        }
        return args.Count == 0 || request.Action != SolveAction.About ? request : request with { Action = SolveAction.Answer };
    }

    /// <summary>The request with a time limit, parsed from a number of seconds.</summary>
    public SolveRequest WithTimeout(string seconds) =>
        double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value is > 0 and <= 1_000_000
            ? this with { Timeout = TimeSpan.FromSeconds(value) }
            : throw new InputException($"--timeout '{seconds}': it must be a number of seconds above 0, at most 1000000");

    private static SolveRequest? WithFlag(SolveRequest request, string option) => option switch
    {
        "--problems" => request with { Action = SolveAction.Problems },
        "--formats" => request with { Action = SolveAction.Formats },
        "--certificates" => request with { Action = SolveAction.Certificates },
        "--certify" => request with { Certify = true },
        _ => null,
    };

    private SolveRequest WithOption(string option, string value) => option switch
    {
        "-p" => this with { Problem = value },
        "-f" => this with { File = value },
        "-a" => this with { Argument = value },
        "-fo" => this with { Format = value },
        "-o" when value is "json" or "table" => this with { Json = value == "json" },
        "-o" => throw new InputException($"-o '{value}': it must be json or table"),
        "--timeout" => WithTimeout(value),
        "--limit" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? this with { Limit = limit } : throw new InputException($"--limit '{value}': it must be a whole number of at least 1"),
        _ => throw new InputException($"{option}: there is no such option; {Usage}"),
    };
}
