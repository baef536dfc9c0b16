using System.CommandLine;
using System.Globalization;
using Debate.Cli.Data;
using Debate.Cli.Driving;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Evaluations;

/// <summary><c>debate eval</c>: compares protocols on a set of questions at equal cost.</summary>
internal sealed class EvalCommand : Command
{
    private static readonly char[] Commas = [','];

    private readonly Argument<string> _file = new("QUESTIONS") { Description = "Questions with answers: a JSON list, or JSON Lines." };
    private readonly Option<string> _protocols = new("--protocol")
    {
        Description = "Protocols with commas between them.",
        HelpName = "NAMES",
        DefaultValueFactory = _ => "mad,self-consistency",
    };
    private readonly Option<string[]> _set = new("--set") { Description = "An option of a protocol.", HelpName = "PROTOCOL.OPTION=VALUE" };
    private readonly Option<string?> _sweep = new("--sweep")
    {
        Description = "Options to vary, one at a time, with commas between them: level,break,rounds,judge-reads.",
        HelpName = "OPTIONS",
    };
    private readonly Option<int?> _limit = new("--limit") { Description = "Only the first questions." };
    private readonly Option<int> _concurrency = new("--concurrency")
    {
        Description = "Deliberations at once.",
        DefaultValueFactory = _ => 64,
    };
    private readonly Option<string> _checker = new("--checker")
    {
        Description = $"How answers are checked: {string.Join(", ", AnswerCheckers.Names)}.",
        DefaultValueFactory = _ => "auto",
    };
    private readonly Option<string> _measure = new("--measure")
    {
        Description = "What to measure besides: predictability (a seat 'predictor' guesses each decision from the record alone),"
            + " traceability (the share of the decisions' reasons that stand in the recorded graph), or both with a comma between them.",
        HelpName = "MEASURES",
        DefaultValueFactory = _ => "none",
    };
    private readonly Option<double> _maxUnread = UnreadOption.Create();
    private readonly Option<string?> _name = new("--name") { Description = "A name for lists." };
    private readonly Option<string?> _id = new("--id") { Description = "The id of the run; a fresh one where none is given." };
    private readonly ModelOptions _models = new();
    private readonly SeatOptions _seats = new();
    private readonly BudgetOptions _budget = new();

    public EvalCommand() : base("eval", "Compare protocols on a set of questions, at equal cost.")
    {
        Add(_file);
        foreach (var option in new Option[] { _protocols, _set, _sweep, _limit, _concurrency, _checker, _measure, _maxUnread, _name, _id }) Add(option);
        _models.AddTo(this);
        _seats.AddTo(this);
        _budget.AddTo(this);
        PriorityOption.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var file = parse.GetRequiredValue(_file);
        var questions = WithKey(QuestionFile.Read(Files.Read(file), file), terminal).Take(Limit(parse)).ToArray();
        var checker = AnswerCheckers.Get(parse.GetRequiredValue(_checker));
        foreach (var question in questions) checker.Check("", question);
        var set = NameValuePairs.Read("--set", parse.GetValue(_set) ?? []);
        var variants = EvaluationVariants.Create(SplitList(parse.GetValue(_protocols)), set, SplitList(parse.GetValue(_sweep)));
        var models = await _models.ReadAsync(parse);
        var predicts = parse.GetRequiredValue(_measure).Contains(Evaluation.Predictability, StringComparison.Ordinal);
        var unaided = predicts || _models.Given(parse, models) is not null ? null : EvaluationVariants.WithoutModels(variants, questions);
        var model = unaided?.Model ?? _models.Default(parse, models);
        variants = unaided?.Variants ?? variants;
        var definition = new RunDefinition
        {
            Id = RunIds.ParseOrCreate(parse.GetValue(_id)),
            Kind = Evaluation.Descriptor.Kind,
            Name = parse.GetValue(_name) ?? Path.GetFileNameWithoutExtension(file),
            Protocol = Evaluation.Descriptor.Name,
            Version = Evaluation.Descriptor.Fingerprint,
            Options = Evaluation.Descriptor.CompleteOptions(new(Evaluation.ToOptions(variants))
            {
                ["checker"] = checker.Name,
                ["measure"] = parse.GetRequiredValue(_measure),
                [UnreadLimit.Option] = parse.GetValue(_maxUnread).ToString(CultureInfo.InvariantCulture),
                ["concurrency"] = parse.GetValue(_concurrency).ToString(CultureInfo.InvariantCulture),
            }),
            Seats = [.. Seats(parse, variants, models, model, predicts)],
            Problem = new(file, Path.GetFileNameWithoutExtension(file)) { Parts = questions },
            Seed = parse.GetValue(CommonOptions.Seed) ?? RunIds.Default.CreateSeed(),
            Budget = _budget.Read(parse, Budget.Unlimited) ?? Budget.Unlimited,
            Priority = PriorityOption.Read(parse),
            Configuration = new StoredConfiguration(models).ToJson(),
        };
        var children = questions.Length * variants.Count * (predicts ? 2 : 1);
        return await RunFollower.Create(parse, stop).StartAsync(definition, children);
    }

    /// <summary>Clinical cases may have no expected answer, in which case an answer cannot be checked.</summary>
    private static IEnumerable<Problem> WithKey(IReadOnlyList<Problem> questions, Terminal terminal)
    {
        var without = questions.Where(q => q.Answers.Count == 0).Select(q => q.Key).ToArray();
        if (without.Length > 0) terminal.Report($"Left out, because they have no expected answer: {string.Join(", ", without)}");
        return questions.Where(q => q.Answers.Count > 0);
    }

    private IEnumerable<Seat> Seats(
        ParseResult parse, IReadOnlyList<EvaluationVariant> variants, Models.ModelConfiguration models, string? model, bool predicts)
    {
        var needed = variants.Select(v => SeatNames(v)).ToArray();
        string[] besides = predicts ? [Evaluation.Predictor] : [];
        var names = needed.SelectMany(n => n).Concat(besides).Distinct();
        var seats = _seats.Read(parse, [.. names], models, model).ToDictionary(s => s.Name);
        return needed.SelectMany((own, number) => own.Select(name => Evaluation.QualifySeat(seats[name], number)))
            .Concat(besides.Select(name => seats[name]));
    }

    private static IReadOnlyList<string> SeatNames(EvaluationVariant variant)
    {
        var protocol = DebateServices.Protocols.Find(variant.Protocol);
        return protocol.Seats(protocol.CompleteOptions(variant.Options));
    }

    private int Limit(ParseResult parse) => parse.GetValue(_limit) switch
    {
        null => int.MaxValue,
        > 0 and var max => max,
        var wrong => throw new InputException($"--limit '{wrong}': it must be a whole number of at least 1"),
    };

    private static string[] SplitList(string? text) =>
        (text ?? "").Split(Commas, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();
}

/// <summary>The option of the share of unread questions from which on a result is partial.</summary>
internal static class UnreadOption
{
    /// <summary>Creates it.</summary>
    public static Option<double> Create() => new("--" + UnreadLimit.Option)
    {
        Description = "The share of questions or debates from which on deciding replies that were cut, empty or unreadable make the exit code 3.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => UnreadLimit.Default,
    };
}
