using System.CommandLine;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Answers.Questions;

namespace Debate.Cli.Input;

/// <summary>How a verb reads the question files that it takes: JSON, JSON Lines, CSV, Parquet or YAML.</summary>
internal sealed class QuestionOptions
{
    private readonly Option<string[]> _fields = new("--field")
    {
        Description = $"A field of the questions under another name: one of {string.Join(", ", MappedFields.Names)}.",
        HelpName = "NAME=FIELD",
    };
    private readonly Option<string?> _first = new("--first-option")
    {
        Description = "The number of the first option, where keys are numbers and the file does not show it.",
        HelpName = "0|1",
    };

    public QuestionOptions() => _first.AcceptOnlyFromAmong("0", "1");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_fields);
        command.Add(_first);
        EncodingOption.AddTo(command);
    }

    /// <summary>
    /// The questions of a file; throws <see cref="InputException"/> if it cannot be read. What a person should know of how it was read is
    /// told on stderr.
    /// </summary>
    /// <param name="parse">The command line.</param>
    /// <param name="path">Where the file is.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="seed">The run's seed.</param>
    public async Task<QuestionSet> ReadAsync(ParseResult parse, string path, string name, long seed)
    {
        var (bytes, reading) = (Files.ReadBytes(path), Reading(parse, seed));
        var read = ParquetRows.IsParquet(bytes)
            ? QuestionFile.Read(await ParquetRows.ReadAsync(bytes, name), name, QuestionContainer.Parquet, reading)
            : QuestionFile.Read(Files.Decode(bytes, name, parse), name, reading);
        if (read.Note is { } note) CommonOptions.Terminal(parse).Report(note);
        return read;
    }

    /// <summary>Whether a file's name or content shows that it holds questions, and is not the text of one.</summary>
    public static bool IsQuestionFile(string path) => QuestionFile.IsYaml(path) || QuestionFile.IsCsv(path)
        || ParquetRows.IsParquet(Files.ReadBytes(path)) || IsJson(Files.ReadBytes(path));

    /// <summary>Throws if options are given that only a file of questions has a use for.</summary>
    public void RequireNone(ParseResult parse, string source)
    {
        if (parse.GetValue(_fields) is { Length: > 0 } || parse.GetValue(_first) is not null)
            throw new InputException($"{_fields.Name} and {_first.Name}: they are for a file of questions; {source} is one question");
    }

    private QuestionReading Reading(ParseResult parse, long seed) => new()
    {
        Fields = NameValuePairs.Read(_fields.Name, parse.GetValue(_fields) ?? []),
        FirstOption = parse.GetValue(_first) switch { "0" => 0, "1" => 1, _ => null },
        Seed = seed,
    };

    private static bool IsJson(byte[] bytes) =>
        System.Text.Encoding.Latin1.GetString(bytes).AsSpan().TrimStart("\u00EF\u00BB\u00BF\u00FF\u00FE\0 \t\r\n") is ['[' or '{', ..];
}
