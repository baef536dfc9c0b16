namespace Debate.Argumentation.Explanations;

/// <summary>An explanation in sentences. Arguments are named by their ids, at first mention followed by their text.</summary>
public sealed class ExplanationText
{
    private const int MaxTextLength = 80, MaxMoves = 20, MaxNames = 12;

    private readonly GraphExplanation _graphExplanation;
    private readonly Explanation _explanation;
    private readonly HashSet<int> _introduced = [];
    private readonly List<string> _sentences = [];

    private ExplanationText(GraphExplanation about) => (_graphExplanation, _explanation) = (about, about.Explanation);

    /// <summary>The sentences, in reading order.</summary>
    public static IReadOnlyList<string> Describe(GraphExplanation explanation)
    {
        var words = new ExplanationText(explanation);
        if (explanation.Explanation.Accepted) words.DescribeAccepted();
        else words.DescribeRejected();
        words.DescribeSupports();
        foreach (var gap in explanation.Explanation.Gaps) words.AddSentence($"Not settled: {gap}.");
        return words._sentences;
    }

    private string Subject => $"'{_graphExplanation.Name(_explanation.Argument)}'";

    private void DescribeAccepted()
    {
        AddSentence($"{FormatArgument(_explanation.Argument)} is accepted: it is {_explanation.Acceptance}.");
        if (_explanation.Extension is null)
            AddSentence($"There is no {_explanation.Acceptance.Semantics.Name} extension that it could be missing from.");
        if (_explanation.Defences is [var first, ..]) DescribeDefence(first);
        DescribeDispute();
        foreach (var other in _explanation.Defences.Skip(1))
            AddSentence(_explanation.Acceptance.Sceptical && !_explanation.IsSufficient
                ? $"In others it is defended by {FormatList(OtherMembers(other))}."
                : $"Another defence: {FormatList(OtherMembers(other))}.");
        if (_explanation.IsSufficient && _explanation.Defences.Any(d => d.Count > 1))
            AddSentence(_explanation.Defences.Count == 1 ? "The defence is enough, whatever else is taken away."
                : "Each defence is enough, whatever else is taken away.");
        foreach (var necessary in _explanation.Necessary) AddSentence($"Without {FormatArgument(necessary)}, it would not be accepted.");
        foreach (var removal in _explanation.Removals.Where(r => r.Arguments.Count > 1))
            AddSentence($"Without {FormatList(removal.Arguments)} together, it would not be accepted.");
    }

    private void DescribeDefence(IReadOnlyList<int> defence)
    {
        var attacked = _explanation.Dispute is { Replies.Count: > 0 };
        var others = OtherMembers(defence);
        if (!attacked) AddSentence("Nothing attacks it.");
        else if (others.Count == 0) AddSentence("It answers every attack itself.");
        else if (_explanation.Acceptance.Sceptical && !_explanation.IsSufficient)
            AddSentence($"In some extensions it is defended by {FormatList(others)}.");
        else AddSentence($"It is defended by {FormatList(others)}.");
    }

    private void DescribeDispute()
    {
        var moves = (_explanation.Dispute?.Nodes ?? []).Where(n => n.IsProponent)
            .SelectMany(n => n.Replies.Select(r => (Attacker: r.Argument, Attacked: n.Argument, Answer: r.Replies[0].Argument))).ToList();
        foreach (var (attacker, attacked, answer) in moves.Take(MaxMoves))
            AddSentence($"{FormatArgument(attacker)} attacks {FormatArgument(attacked)}; {FormatArgument(answer)} answers it.");
        if (moves.Count > MaxMoves) AddSentence($"In the same way {moves.Count - MaxMoves} more attacks are answered.");
    }

    // Supports are told whatever they mean here, so that an argument with nothing but supports is not explained by silence.
    private void DescribeSupports()
    {
        var graph = _graphExplanation.Graph;
        var steps = graph.Supporters[_explanation.Argument].ToArray();
        foreach (var step in steps.Take(MaxMoves))
        {
            var undercutters = graph.Attackers[step].ToArray();
            var undercut = undercutters.Length == 0 ? ""
                : $", which {FormatList(undercutters)} undercut{(undercutters.Length == 1 ? "s" : "")}";
            AddSentence($"It is supported by {FormatTogether(graph.Premises[step].ToArray())}{undercut}.");
        }
        if (steps.Length > MaxMoves) AddSentence($"There are {steps.Length - MaxMoves} more supports.");
        if (steps.Length > 0 && _graphExplanation.Reading == Bipolar.SupportReading.None)
            AddSentence("Here acceptance does not depend on supports; they count for its strength.");
    }

    private void DescribeRejected()
    {
        AddSentence($"{FormatArgument(_explanation.Argument)} is not accepted: it is {_explanation.Acceptance.NotAcceptedText}.");
        if (_explanation.Extension is null) AddSentence($"There is no {_explanation.Acceptance.Semantics.Name} extension.");
        else if (_explanation.Acceptance.Sceptical && _explanation.Extension.Count > 0)
            AddSentence($"It is missing where these stand together: {FormatList(_explanation.Extension)}.");
        foreach (var attacker in _explanation.Attackers) DescribeAttacker(attacker);
        if (_explanation.Attackers.Count > 0 && !_explanation.Attackers.Any(a => a.IsUnanswered))
            AddSentence($"Every attacker is answered, but not by arguments that stand together with {Subject}.");
        foreach (var removal in _explanation.Removals) AddSentence($"Without {FormatTogether(removal.Arguments)}, it would be accepted.");
        foreach (var addition in _explanation.Additions)
            AddSentence(addition.Arguments.Count == 1
                ? $"An unanswered argument against {FormatArgument(addition.Arguments[0])} would make it accepted."
                : $"Unanswered arguments against each of {FormatList(addition.Arguments)} would make it accepted.");
    }

    private void DescribeAttacker(Attacker attacker)
    {
        var self = attacker.Argument == _explanation.Argument;
        var what = self ? "It attacks itself" : $"{FormatArgument(attacker.Argument)} attacks it";
        if (self || attacker.AnsweredBy.Count == 0)
            AddSentence(self ? $"{what}." : attacker.Accepted ? $"{what} and is accepted." : $"{what}, and nothing accepted answers that.");
        else AddSentence($"{what}, though {FormatList(attacker.AnsweredBy)} {(attacker.AnsweredBy.Count == 1 ? "answers" : "answer")} that.");
    }

    private void AddSentence(string sentence) => _sentences.Add(char.ToUpperInvariant(sentence[0]) + sentence[1..]);

    private string FormatTogether(IReadOnlyList<int> arguments) =>
        arguments.Count == 1 ? FormatArgument(arguments[0]) : $"{FormatList(arguments)} together";

    private List<int> OtherMembers(IEnumerable<int> set) =>
        [.. set.Where(a => a != _explanation.Argument && !_graphExplanation.IsAuxiliary(a))];

    private string FormatList(IReadOnlyList<int> arguments)
    {
        var names = arguments.Where(a => !_graphExplanation.IsAuxiliary(a)).ToList();
        if (names.Count == 0) return string.Join(", ", arguments.Select(FormatArgument));
        if (names.Count > MaxNames)
            return $"{string.Join(", ", names.Take(MaxNames).Select(FormatArgument))} and {names.Count - MaxNames} more";
        return names.Count == 1 ? FormatArgument(names[0])
            : $"{string.Join(", ", names.SkipLast(1).Select(FormatArgument))} and {FormatArgument(names[^1])}";
    }

    // An auxiliary argument is named by its meaning, which has its own quotes.
    private string FormatArgument(int argument)
    {
        if (_graphExplanation.IsAuxiliary(argument)) return _graphExplanation.Name(argument);
        var id = $"'{_graphExplanation.Name(argument)}'";
        return _introduced.Add(argument) && _graphExplanation.Text(argument) is { Length: > 0 } text ? $"{id} ({Shorten(text)})" : id;
    }

    private static string Shorten(string text) => text.Length <= MaxTextLength ? text : $"{text[..(MaxTextLength - 1)]}…";
}
