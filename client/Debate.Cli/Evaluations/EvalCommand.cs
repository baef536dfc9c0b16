using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Debate.Cli.Data;
using Debate.Cli.Driving;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Hosting;
using Debate.Tournaments;
using Debate.Tournaments.Planning;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Evaluations;

/// <summary><c>debate eval</c>: compares protocols on a set of questions at equal cost.</summary>
internal sealed class EvalCommand : Command
{
    private static readonly char[] Commas = [','];

    private readonly Argument<string> _file =
        new("QUESTIONS") { Description = "Questions with answers: JSON, JSON Lines, CSV or Parquet." };
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
    private readonly Option<int?> _calls = new("--calls")
    {
        Description = "The most calls of a protocol for a question, where an option of it sets them; by default those of mad.",
        HelpName = "N",
    };
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
    private readonly QuestionOptions _questions = new();
    private readonly ModelOptions _models = new();
    private readonly SeatOptions _seats = new();
    private readonly BudgetOptions _budget = new();

    public EvalCommand() : base("eval", "Compare protocols on a set of questions, at equal cost.")
    {
        Add(_file);
        foreach (var option in new Option[]
        {
            _protocols, _set, _sweep, _limit, _calls, _concurrency, _checker, _measure, _maxUnread, _name, _id,
        })
            Add(option);
        _questions.AddTo(this);
        _models.AddTo(this);
        _seats.AddTo(this);
        _budget.AddTo(this);
        PriorityOption.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var file = parse.GetRequiredValue(_file);
        var seed = parse.GetValue(CommonOptions.Seed) ?? RunIds.Default.CreateSeed();
        var read = await _questions.ReadAsync(parse, file, file, seed);
        var spec = ReadSpec(parse, file);
        var models = await _models.ReadAsync(parse);
        var planner = new EvaluationPlanner(spec, DebateServices.Protocols);
        var plan = planner.CreatePlan(read.Questions, hasModel: _models.Given(parse, models) is not null);
        if (plan.LeftOut.Count > 0)
            CommonOptions.Terminal(parse).Report($"Left out, because they have no expected answer: {string.Join(", ", plan.LeftOut)}");
        foreach (var same in plan.Variants.Where(v => v.SameAs.Count > 0))
            CommonOptions.Terminal(parse).Report(EvaluationTables.DescribeSame(same.Name, same.SameAs));
        var seats = _seats.Read(parse, planner.FindSeats(plan), name => models.Find(name), plan.Model ?? _models.Default(parse, models));
        var name = Path.GetFileNameWithoutExtension(file);
        var (definition, stored) = planner.CreateRun(
            plan, seats, (parse.GetValue(_name) ?? name, name), RunIds.ParseOrCreate(parse.GetValue(_id)),
            seed);
        definition = definition with
        {
            Budget = _budget.Read(parse, Budget.Unlimited) ?? Budget.Unlimited,
            Priority = PriorityOption.Read(parse),
            Configuration = new StoredConfiguration(models).WithSpecification(stored with { Questions = read.Note }).ToJson(),
        };
        var children = plan.Questions.Count * plan.Variants.Count * (spec.Measure.Predictability ? 2 : 1);
        return await RunFollower.Create(parse, stop).StartAsync(models.ResolveSampling(definition), children);
    }

    private EvaluationSpec ReadSpec(ParseResult parse, string file)
    {
        var options = new ProtocolOptions
        {
            ["measure"] = parse.GetRequiredValue(_measure),
            ["concurrency"] = parse.GetValue(_concurrency).ToString(CultureInfo.InvariantCulture),
        }.Read<EvaluationOptions>();
        return new()
        {
            Questions = file,
            Protocols = SplitList(parse.GetValue(_protocols)),
            Options = NameValuePairs.Read("--set", parse.GetValue(_set) ?? []),
            Sweep = SplitList(parse.GetValue(_sweep)),
            Limit = ReadCount(parse, _limit),
            Calls = ReadCount(parse, _calls),
            Checker = parse.GetRequiredValue(_checker),
            Measure = options.Measure,
            Concurrency = options.Concurrency,
            MaxUnread = UnreadOption.Read(parse, _maxUnread),
        };
    }

    private static int? ReadCount(ParseResult parse, Option<int?> option) => parse.GetValue(option) switch
    {
        null => null,
        > 0 and var max => max,
        var wrong => throw new InputException($"{option.Name} '{wrong}': it must be a whole number of at least 1"),
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
        Description = "The share of questions or debates from which on deciding replies that were cut, empty or unreadable make the exit "
            + "code 3.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => UnreadLimit.Default,
    };

    /// <summary>Its value; throws <see cref="InputException"/> where it is no share.</summary>
    public static double Read(ParseResult parse, Option<double> option) =>
        Values.Share.Read(option.Name, parse.GetValue(option).ToString(CultureInfo.InvariantCulture));
}
