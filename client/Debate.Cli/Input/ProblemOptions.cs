using System.CommandLine;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Cli.Input;

/// <summary>The problem to debate: a question on the command line, or one from a file.</summary>
internal sealed class ProblemOptions
{
    private readonly Option<string?> _question = new("--question") { Description = "The question to debate.", HelpName = "TEXT" };
    private readonly Option<string[]> _answers =
        new("--answer") { Description = "An answer that is right, where it is known; several are aliases.", HelpName = "TEXT" };
    private readonly Option<string?> _file =
        new("--file", "-f")
        {
            Description = "A file: questions (JSON, JSON Lines, CSV, Parquet) or clinical cases (YAML) to take one of, or the text of one.",
            HelpName = "FILE",
        };
    private readonly Option<string?> _passage = new("--passage")
    {
        Description = "A file with the text that only those may read whom the protocol gives it to (khan-debate, consultancy, ...).",
        HelpName = "FILE",
    };
    private readonly Option<int?> _index = new("--index") { Description = "Which question of the file, from 1 (default: the first)." };
    private readonly Option<string?> _key = new("--key") { Description = "The id of the question in the file." };
    private readonly QuestionOptions _questions = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _question, _answers, _file, _passage, _index, _key }) command.Add(option);
        _questions.AddTo(command);
    }

    /// <summary>The problem; throws <see cref="InputException"/> if none is given or the file is invalid.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="terminal">Where to report what people should know.</param>
    public async Task<Problem> ReadAsync(ParseResult parse, long seed, Terminal terminal)
    {
        var problem = await QuestionAsync(parse, seed, terminal);
        if (parse.GetValue(_passage) is not { } file) return problem;
        var passage = Files.Read(file, parse);
        return passage.Trim().Length > 0 ? problem with { Passage = passage } : throw new InputException($"--passage {file}: it is empty");
    }

    private async Task<Problem> QuestionAsync(ParseResult parse, long seed, Terminal terminal) =>
        (parse.GetValue(_question), parse.GetValue(_file)) switch
        {
            ({ } question, null) => FromText(parse, question, "--question"),
            (null, { } file) => QuestionOptions.IsQuestionFile(file)
                ? Pick(parse, (await _questions.ReadAsync(parse, file, file, seed)).Questions, file, terminal)
                : FromText(parse, Files.Read(file, parse), file),
            _ => throw new InputException("give either --question TEXT or --file FILE"),
        };

    private Problem FromText(ParseResult parse, string question, string source)
    {
        if (string.IsNullOrWhiteSpace(question)) throw new InputException($"{source}: it is empty");
        if (parse.GetValue(_index) is not null || parse.GetValue(_key) is not null)
            throw new InputException($"--index and --key: they take one of a file of questions; {source} is one question");
        _questions.RequireNone(parse, source);
        return new("1", question.Trim()) { Answers = parse.GetValue(_answers) ?? [] };
    }

    private Problem Pick(ParseResult parse, IReadOnlyList<Problem> questions, string file, Terminal terminal)
    {
        if (parse.GetValue(_answers) is { Length: > 0 }) throw new InputException($"--answer: {file} has the answers of its questions");
        if (parse.GetValue(_key) is { } key)
            return questions.FirstOrDefault(q => q.Key == key)
                ?? throw new InputException($"--key '{key}': {file} has no question of that id");
        var index = parse.GetValue(_index) ?? 1;
        if (index < 1 || index > questions.Count)
            throw new InputException($"--index '{index}': {file} has questions 1 to {questions.Count}");
        if (questions.Count > 1 && parse.GetValue(_index) is null)
            terminal.Report($"{file} has {questions.Count} questions; this debates the first (--index and --key take another)");
        return questions[index - 1];
    }
}
