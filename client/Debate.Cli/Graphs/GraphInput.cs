using System.CommandLine;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Cli.Input;

namespace Debate.Cli.Graphs;

/// <summary>
/// The map that a verb of <c>debate graph</c> works on: a FILE, or <c>-f FILE</c>; <c>-</c> is stdin. The file's extension determines the
/// format unless <c>--input-format</c> is given.
/// </summary>
internal sealed class GraphInput
{
    private const string Stdin = "-";

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = $"The map ({string.Join(", ", GraphFormats.ReadableExtensions)}); - for stdin.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> _named = new("-f", "--file") { Description = "The same, as an option.", HelpName = "FILE" };
    private readonly Option<string?> _format = new("--input-format") { Description = "Its format, where the extension does not tell it." };
    private readonly Option<string> _rephrases = new("--rephrases")
    {
        Description = "AIF: whether statements that rephrase each other stay apart (ignored) or are one argument (merged).",
        DefaultValueFactory = _ => "ignored",
    };

    public GraphInput()
    {
        _format.AcceptOnlyFromAmong([.. GraphFormats.ReadableFormats.Select(f => f.Name)]);
        _rephrases.AcceptOnlyFromAmong("ignored", "merged");
    }

    /// <summary>Adds the argument and the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_file);
        foreach (var option in new Option[] { _named, _format, _rephrases }) command.Add(option);
    }

    /// <summary>The map; throws <see cref="InputException"/> if none is given or it cannot be read.</summary>
    public ArgumentMap Read(ParseResult parse)
    {
        var file = Name(parse);
        var options = new AifOptions(Enum.Parse<Rephrase>(parse.GetRequiredValue(_rephrases), ignoreCase: true));
        var format = parse.GetValue(_format) is { } name ? GraphFormats.GetByName(name) : FormatOf(file);
        return format.Read!(file, file == Stdin ? Console.In.ReadToEnd() : Files.Read(file), options);
    }

    private string Name(ParseResult parse)
    {
        var (file, named) = (parse.GetValue(_file), parse.GetValue(_named));
        if (file is not null && named is not null) throw new InputException($"FILE '{file}' and --file '{named}': give one of them");
        return file ?? named ?? throw new InputException("FILE: give a map to read, or - for stdin");
    }

    private static GraphFormat FormatOf(string file) => file == Stdin
        ? throw new InputException("--input-format: stdin has no extension, so the format must be given")
        : GraphFormats.GetReadFormat(file);
}
