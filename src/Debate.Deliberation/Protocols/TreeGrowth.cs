using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Search;

namespace Debate.Deliberation.Protocols;

/// <summary>Asks for the steps of a tree and has them valued.</summary>
internal sealed class TreeGrowth(IDeliberation d, TreeSearchOptions options)
{
    private static readonly StepReader Reader = new();
    private readonly StepJudge _judge = new(d, options);
    private readonly List<Assessment> _assessed = [Assessment.None];
    private int _unread;

    /// <summary>The first reply that held no step; null where each did.</summary>
    public SeatReply? FirstUnread { get; private set; }

    /// <summary>What a reader of the verdict should know.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (_unread > 0) yield return FormattableString.Invariant($"{_unread} steps could not be read and are not in the tree");
            if (_assessed.Sum(a => a.Unread) is > 0 and var lost)
                yield return FormattableString.Invariant($"{lost} judgements of steps could not be read and count for nothing");
            if (options.Mode == TreeMode.All) yield return "the key told which ends are right (mode=all)";
        }
    }

    /// <summary>Assesses the question itself, where that is how its first ends are valued.</summary>
    public async Task BeginAsync()
    {
        if (options.Value == TreeValue.Vote) _assessed[0] = await _judge.AssessAsync(d, [], isEnd: false, Assessment.None);
    }

    /// <summary>The next steps of a node, in one sample, each valued.</summary>
    public async Task<IReadOnlyList<NextStep>> ExpandAsync(int node, IReadOnlyList<string> steps)
    {
        var replies = await d.SampleAsync(CreateAsk(steps), options.Branch);
        var read = replies.Select(Read).OfType<StepReply>().ToList();
        if (read.Count == 0) return [];
        var before = _assessed[node];
        var assessed = await d.AllAsync<Assessment>(
            [.. read.Select(step => (Func<IDeliberation, Task<Assessment>>)(b => _judge.AssessAsync(b, [.. steps, step.Text], step.IsDone, before)))]);
        _assessed.AddRange(assessed);
        return [.. read.Zip(assessed, (step, value) => new NextStep(step.Text, value.Value, step.IsDone, IsRight(step),
            IsClosed: steps.Count + 1 >= options.Depth))];
    }

    /// <summary>
    /// The best value that is seen where a node is followed a few steps further, one each time; null where it is not followed. These steps
    /// are no nodes.
    /// </summary>
    public async Task<double?> RollAsync(int node, IReadOnlyList<string> steps)
    {
        var (best, before) = ((double?)null, _assessed[node]);
        for (var i = 0; i < options.Roll && steps.Count < options.Depth; i++)
        {
            var reply = await d.AskAsync(CreateAsk(steps), Reader);
            if (reply.Value is not { } step) break;
            steps = [.. steps, step.Text];
            before = await _judge.AssessAsync(d, steps, step.IsDone, before);
            best = Math.Max(best ?? 0, before.Value);
            if (step.IsDone) break;
        }
        return best;
    }

    private Ask CreateAsk(IReadOnlyList<string> steps)
    {
        var solver = new SeatChat(d, "solver");
        return new(solver.Seat, solver.ChatWith(Prompts.Fill("tree-search/step", ("question", d.Problem.PromptText),
            ("steps", StepJudge.Quote(steps)), ("last", steps.Count + 1 < options.Depth ? "" : Prompts.Get("tree-search/last")))));
    }

    private StepReply? Read(SeatReply reply)
    {
        if (reply.Fault is null && Reader.Read(reply.Text).Value is { } step) return step;
        FirstUnread ??= reply with { Fault = reply.Fault ?? ReplyFault.Unread };
        _unread++;
        return null;
    }

    private bool? IsRight(StepReply step) => options.Mode == TreeMode.All && step.IsDone
        ? AutoChecker.SelectChecker(d.Problem).Check(FinalAnswer.Extract(step.Text), d.Problem).Correct : null;
}

/// <summary>What a partial solution was found to be worth.</summary>
/// <param name="Value">Its value, in [0, 1].</param>
/// <param name="Answers">The answers of its completions, where it was completed.</param>
/// <param name="Unread">The judgements that could not be read.</param>
internal sealed record Assessment(double Value, IReadOnlyList<string> Answers, int Unread = 0)
{
    /// <summary>Nothing is known.</summary>
    public static Assessment None { get; } = new(0, []);
}

/// <summary>Values partial solutions for a tree search, in one of three ways.</summary>
internal sealed class StepJudge(IDeliberation deliberation, TreeSearchOptions options)
{
    private static readonly StepValueReader Value = new();
    private static readonly SoundReader Sound = new();
    private readonly string _question = deliberation.Problem.PromptText;

    /// <summary>The seats that value.</summary>
    public static IReadOnlyList<string> GetSeats(TreeSearchOptions options) => options.Value switch
    {
        TreeValue.Model => ["valuer"],
        TreeValue.Judge => [.. Enumerable.Range(1, options.Judges).Select(JudgedDebate.GetJudgeSeat)],
        _ => [],
    };

    /// <summary>The calls for one value.</summary>
    public static int CountCalls(TreeSearchOptions options) =>
        options.Value switch { TreeValue.Model => 1, TreeValue.Judge => options.Judges, _ => options.Votes };

    /// <summary>The steps as a prompt shows them.</summary>
    public static string Quote(IReadOnlyList<string> steps) => steps.Count == 0 ? Prompts.Get("tree-search/nothing")
        : Quotation.Quote("the solution", string.Join('\n', steps.Select((step, i) => FormattableString.Invariant($"{i + 1}. {step}"))));

    /// <summary>Assesses a partial solution.</summary>
    /// <param name="d">The branch in which it is done.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="isEnd">Whether it is whole. A vote on a whole one has nothing to complete: it counts the completions of the one before
    /// that agree with it.</param>
    /// <param name="before">What the one without its last step was found to be worth.</param>
    public Task<Assessment> AssessAsync(IDeliberation d, IReadOnlyList<string> steps, bool isEnd, Assessment before) => options.Value switch
    {
        TreeValue.Model => AskForNumberAsync(d, steps),
        TreeValue.Judge => AskJudgesAsync(d, steps),
        _ when isEnd => Task.FromResult(new Assessment(ShareOf(FinalAnswer.Extract(steps[^1]), before.Answers), [])),
        _ => CompleteAsync(d, steps),
    };

    private async Task<Assessment> AskForNumberAsync(IDeliberation d, IReadOnlyList<string> steps)
    {
        var reply = await new SeatChat(d, "valuer").AskAsync(Fill("tree-search/value", steps), Value);
        return new(reply.Value?.Score ?? 0, [], reply.IsUnread ? 1 : 0);
    }

    private async Task<Assessment> AskJudgesAsync(IDeliberation d, IReadOnlyList<string> steps)
    {
        var told = Fill("tree-search/sound", steps);
        var replies = await d.AllAsync<Reply<SoundReply>>(
            [.. GetSeats(options).Select(seat => (Func<IDeliberation, Task<Reply<SoundReply>>>)(b => new SeatChat(b, seat).AskAsync(told, Sound)))]);
        var read = replies.Where(r => !r.IsUnread).ToList();
        return new(read.Count == 0 ? 0 : read.Average(r => r.Value!.IsAccepted ? 1.0 : 0), [], replies.Count - read.Count);
    }

    private async Task<Assessment> CompleteAsync(IDeliberation d, IReadOnlyList<string> steps)
    {
        var solver = new SeatChat(d, "solver");
        var replies = await d.SampleAsync(new(solver.Seat, solver.ChatWith(Fill("tree-search/finish", steps))), options.Votes);
        string[] answers = [.. replies.Select(SingleReply.FindAnswer)];
        var vote = AnswerGroups.Create(answers, deliberation.Problem.Choices);
        return new(vote.Winner is null ? 0 : (double)vote.All[0].Voters.Count / answers.Length, answers, answers.Count(a => a.Length == 0));
    }

    private double ShareOf(string answer, IReadOnlyList<string> answers)
    {
        if (answers.Count == 0) return 0;
        var vote = AnswerGroups.Create([.. answers, answer], deliberation.Problem.Choices);
        return vote.GroupOf(answers.Count) is { } own ? (vote.All[own].Voters.Count - 1.0) / answers.Count : 0;
    }

    private string Fill(string prompt, IReadOnlyList<string> steps) => Prompts.Fill(prompt, ("question", _question), ("steps", Quote(steps)));
}
