namespace Debate.Argumentation.Explanations;

/// <summary>An explanation in sentences. Arguments are named by their ids, at first mention followed by their text.</summary>
public sealed class ExplanationWords
{
    private const int MostText = 80, MostMoves = 20, MostNames = 12;

    private readonly GraphExplanation _about;
    private readonly Explanation _found;
    private readonly HashSet<int> _introduced = [];
    private readonly List<string> _sentences = [];

    private ExplanationWords(GraphExplanation about) => (_about, _found) = (about, about.Explanation);

    /// <summary>The sentences, in reading order.</summary>
    public static IReadOnlyList<string> Of(GraphExplanation explanation)
    {
        var words = new ExplanationWords(explanation);
        if (explanation.Explanation.Accepted) words.SayWhy();
        else words.SayWhyNot();
        foreach (var gap in explanation.Explanation.Gaps) words.Say($"Not settled: {gap}.");
        return words._sentences;
    }

    private string Subject => $"'{_about.Name(_found.Argument)}'";

    private void SayWhy()
    {
        Say($"{Call(_found.Argument)} is accepted: it is {_found.Acceptance}.");
        if (_found.Extension is null) Say($"There is no {_found.Acceptance.Semantics.Name} extension that it could be missing from.");
        if (_found.Defences is [var first, ..]) SayDefence(first);
        SayDispute();
        foreach (var other in _found.Defences.Skip(1))
            Say(_found.Acceptance.Sceptical && !_found.Suffices ? $"In others it is defended by {List(Others(other))}."
                : $"Another defence: {List(Others(other))}.");
        if (_found.Suffices && _found.Defences.Any(d => d.Count > 1))
            Say(_found.Defences.Count == 1 ? "The defence is enough, whatever else is taken away."
                : "Each defence is enough, whatever else is taken away.");
        foreach (var necessary in _found.Necessary) Say($"Without {Call(necessary)}, it would not be accepted.");
        foreach (var removal in _found.Removals.Where(r => r.Arguments.Count > 1))
            Say($"Without {List(removal.Arguments)} together, it would not be accepted.");
    }

    private void SayDefence(IReadOnlyList<int> defence)
    {
        var attacked = _found.Dispute is { Replies.Count: > 0 };
        var others = Others(defence);
        if (!attacked) Say("Nothing attacks it.");
        else if (others.Count == 0) Say("It answers every attack itself.");
        else if (_found.Acceptance.Sceptical && !_found.Suffices) Say($"In some extensions it is defended by {List(others)}.");
        else Say($"It is defended by {List(others)}.");
    }

    private void SayDispute()
    {
        var moves = (_found.Dispute?.Nodes ?? []).Where(n => n.Proponent)
            .SelectMany(n => n.Replies.Select(r => (Attacker: r.Argument, Attacked: n.Argument, Answer: r.Replies[0].Argument))).ToList();
        foreach (var (attacker, attacked, answer) in moves.Take(MostMoves))
            Say($"{Call(attacker)} attacks {Call(attacked)}; {Call(answer)} answers it.");
        if (moves.Count > MostMoves) Say($"In the same way {moves.Count - MostMoves} more attacks are answered.");
    }

    private void SayWhyNot()
    {
        Say($"{Call(_found.Argument)} is not accepted: it is {_found.Acceptance.Missing}.");
        if (_found.Extension is null) Say($"There is no {_found.Acceptance.Semantics.Name} extension.");
        else if (_found.Acceptance.Sceptical && _found.Extension.Count > 0)
            Say($"It is missing where these stand together: {List(_found.Extension)}.");
        foreach (var attacker in _found.Attackers) SayAttacker(attacker);
        if (_found.Attackers.Count > 0 && !_found.Attackers.Any(a => a.Stands))
            Say($"Every attacker is answered, but not by arguments that stand together with {Subject}.");
        foreach (var removal in _found.Removals) Say($"Without {Together(removal.Arguments)}, it would be accepted.");
        foreach (var addition in _found.Additions)
            Say(addition.Arguments.Count == 1 ? $"An unanswered argument against {Call(addition.Arguments[0])} would make it accepted."
                : $"Unanswered arguments against each of {List(addition.Arguments)} would make it accepted.");
    }

    private void SayAttacker(Attacker attacker)
    {
        var self = attacker.Argument == _found.Argument;
        var what = self ? "It attacks itself" : $"{Call(attacker.Argument)} attacks it";
        if (self || attacker.AnsweredBy.Count == 0)
            Say(self ? $"{what}." : attacker.Accepted ? $"{what} and is accepted." : $"{what}, and nothing accepted answers that.");
        else Say($"{what}, though {List(attacker.AnsweredBy)} {(attacker.AnsweredBy.Count == 1 ? "answers" : "answer")} that.");
    }

    private void Say(string sentence) => _sentences.Add(char.ToUpperInvariant(sentence[0]) + sentence[1..]);

    private string Together(IReadOnlyList<int> arguments) => arguments.Count == 1 ? Call(arguments[0]) : $"{List(arguments)} together";

    private List<int> Others(IEnumerable<int> set) => [.. set.Where(a => a != _found.Argument && !_about.IsAuxiliary(a))];

    private string List(IReadOnlyList<int> arguments)
    {
        var names = arguments.Where(a => !_about.IsAuxiliary(a)).ToList();
        if (names.Count == 0) return string.Join(", ", arguments.Select(Call));
        if (names.Count > MostNames) return $"{string.Join(", ", names.Take(MostNames).Select(Call))} and {names.Count - MostNames} more";
        return names.Count == 1 ? Call(names[0]) : $"{string.Join(", ", names.SkipLast(1).Select(Call))} and {Call(names[^1])}";
    }

    // An auxiliary argument is named by its meaning, which has its own quotes.
    private string Call(int argument)
    {
        if (_about.IsAuxiliary(argument)) return _about.Name(argument);
        var id = $"'{_about.Name(argument)}'";
        return _introduced.Add(argument) && _about.Text(argument) is { Length: > 0 } text ? $"{id} ({Short(text)})" : id;
    }

    private static string Short(string text) => text.Length <= MostText ? text : $"{text[..(MostText - 1)]}…";
}
