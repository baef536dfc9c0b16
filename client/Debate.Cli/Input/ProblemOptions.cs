using System.CommandLine;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Protocols;
using Debate.Tournaments.Protocols;

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
            Description = "A file: questions (JSON, JSON Lines, CSV, Parquet) or clinical cases (YAML) to take one of, the text of one, "
                + "or, for protocol evidence, an argument map.",
            HelpName = "FILE",
        };
    private readonly Option<string?> _passage = new("--passage")
    {
        Description = "A file with the text that only those may read whom the protocol gives it to (khan-debate, consultancy, ...).",
        HelpName = "FILE",
    };
    private readonly Option<int?> _index = new("--index")
    {
        Description = "Which question of the file, or motion of the map, from 1 (default: the first).",
        HelpName = "N",
    };
    private readonly Option<string?> _key =
        new("--key") { Description = "The id of the question in the file, or of the claim in the map.", HelpName = "ID" };
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

    /// <summary>
    /// A motion of an argument map, for a debate over evidence; throws <see cref="InputException"/> if no map is given, it cannot be read,
    /// or what is asked for cannot be debated.
    /// </summary>
    /// <param name="parse">The command line.</param>
    /// <param name="options">The protocol's options, which decide on what play matters.</param>
    /// <param name="terminal">Where to report what people should know.</param>
    public Problem ReadMotion(ParseResult parse, ProtocolOptions options, Terminal terminal)
    {
        if (parse.GetValue(_file) is not { } file || parse.GetValue(_question) is not null)
            throw new InputException(
                "--file: give an argument map, such as examples/maps/town-hall-cars.yaml; this protocol debates one of its claims");
        foreach (var other in new Option[] { _answers, _passage })
            if (parse.GetResult(other) is { Implicit: false }) throw new InputException($"{other.Name}: an argument map has no use for it");
        _questions.RequireNone(parse, file);
        var evidence = options.Read<EvidenceOptions>();
        var (key, index) = (parse.GetValue(_key), parse.GetValue(_index));
        if (index is < 1) throw new InputException($"--index '{index}': it must be at least 1");
        var plan = MotionPlan.FromMaps([(file, Files.Read(file, parse))], new()
        {
            PerMap = key is not null ? int.MaxValue : index ?? 1,
            Reveals = evidence.Reveals,
            JudgeOptions = evidence.ToJudge(),
        });
        var motion = key is not null ? plan.Motions.FirstOrDefault(m => m.Motion == key)
            : plan.Motions.ElementAtOrDefault((index ?? 1) - 1);
        if (motion is null) throw NoMotion(file, key, plan);
        if (key is null && index is null) terminal.Report($"{file}: this debates {motion.Motion} (--key and --index take another claim)");
        return motion;
    }

    private static InputException NoMotion(string file, string? key, MotionPlan plan)
    {
        if (key is null)
            return new($"{file}: it has {plan.Motions.Count} claims that can be debated"
                + (plan.Skipped is [var first, ..] ? $"; {first.Source} is none: {first.Reason}" : ""));
        if (plan.Skipped.FirstOrDefault(s => s.Source.EndsWith($"#{key}", StringComparison.Ordinal)) is { } skipped)
            return new($"--key '{key}': it cannot be debated: {skipped.Reason}");
        var claims = plan.Motions.Select(m => m.Motion!).Concat(plan.Skipped.Select(s => s.Source.Split('#', 2)[^1]));
        return new($"--key '{key}': {file} has no such argument; {Suggestions.DidYouMean(key, claims)}".TrimEnd(' ', ';'));
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
