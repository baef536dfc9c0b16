using System.Collections.Frozen;
using System.Globalization;
using Debate.Core;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Readers;

namespace Debate.Tournaments;

/// <summary>
/// Turns rows of a file into games, one after the other. Names are compared in Unicode's Normalization Form C; what was written in several
/// forms, looks alike, or stands under several columns becomes a note.
/// </summary>
internal sealed class GameReader
{
    private const int MaxGamesOfPair = 1_000_000, MaxShown = 3, MaxNameLength = 200;

    /// <summary>The faults of a reply that decided nothing, as our exports have them.</summary>
    private static readonly FrozenSet<string> Faults =
        FrozenSet.ToFrozenSet(Enum.GetNames<ReplyFault>(), StringComparer.OrdinalIgnoreCase);

    private readonly List<Game> _games = [];
    private readonly Dictionary<string, string> _spellings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _respelled = new(StringComparer.Ordinal);
    private readonly HashSet<string> _judges = new(StringComparer.Ordinal);
    private readonly HashSet<int[]> _rivalFields = [];
    private readonly List<string> _notes = [];
    private int _rows, _forfeits, _guessedPairs;
    private bool _hasPairs;
    private (int? Value, bool IsKnown) _sides;
    private long? _seed;

    /// <summary>Adds a row: a game, a forfeit, or all games of a pair.</summary>
    internal void Add(DelimitedRow row)
    {
        _rows++;
        while (row.FindRivals(_rivalFields) is { } rivals)
            _notes.Add($"the columns {string.Join(", ", rivals)} are one field: {rivals[0]} is read");
        var (a, b) = (ReadName(row, "a"), ReadName(row, "b"));
        if (a == b) throw row.CreateError("b", b, "must not be the same as a");
        ReadSides(row);
        if (row.Flag("forfeit") == true) AddForfeit(a, b);
        else if (row.Text("fault") is { } fault && Faults.Contains(fault))
            _games.Add(ToGame(row, (a, b), new(0.5, 0)) with { IsJudged = false });
        else if (Vote.Read(row, (a, b), ReadForm, namesColumns: _sides.Value is not null) is { } vote) _games.Add(ToGame(row, (a, b), vote));
        else AddPair(row, a, b);
    }

    /// <summary>Adds players who may have no game.</summary>
    internal void AddPlayers(IEnumerable<string> names) => _others.UnionWith(
        names.Select(name => ReadName(name, rule => new ValidationError("standings", name, rule).ToException(""))));

    /// <summary>The games with all that was noted; an <see cref="InputException"/> if there are none.</summary>
    internal GameList ToList(string file)
    {
        if (_games.Count == 0)
            throw new InputException($"{file}: has no games{(_forfeits > 0 ? $", only forfeits ({_forfeits})" : "")}");
        if (_others.Count > 0) _others.ExceptWith(_games.SelectMany(game => new[] { game.A, game.B }));
        return new(_games)
        {
            Others = [.. _others.Order(StringComparer.Ordinal)],
            BothSides = _sides.Value switch { null => null, 2 => true, _ => false },
            Forfeits = _forfeits,
            Seed = _seed,
            Notes = [.. _notes, .. DescribePairs(), .. DescribeForms(), .. DescribeLookalikes()],
        };
    }

    private void AddForfeit(string a, string b)
    {
        _forfeits++;
        _others.Add(a);
        _others.Add(b);
    }

    private Game ToGame(DelimitedRow row, (string A, string B) players, Vote vote) =>
        new(players.A, players.B, vote.Score, row.Text("motion") is { } motion ? Nfc.Normalize(motion)
            : FormattableString.Invariant($"row {_rows:0000000}"))
        {
            Margin = row.Number("margin", -1, 1) ?? vote.Margin,
            Side = row.OneOf("side", ("pro", 1), ("con", -1), ("none", 0)) ?? 0,
            First = row.OneOf("first", ("a", 1), ("b", -1), ("none", 0)) ?? 0,
            Judge = row.Text("judge") is { } judge ? ReadJudge(row, judge) : null,
            Length = ReadLength(row.Number("length_a", 0, 1e12), row.Number("length_b", 0, 1e12)),
        };

    /// <summary>All games of two players, of whom the row says only how many there were and the points.</summary>
    private void AddPair(DelimitedRow row, string a, string b)
    {
        if (row.Number("games", 1, MaxGamesOfPair) is not { } games || row.Number("points", 0, games) is not { } points)
            throw row.CreateError("winner", "", "is missing and must be given");
        var (draws, halves) = (row.Number("draws", 0, games), points % 1 * 2);
        if (draws is null && halves > 0) _guessedPairs++;
        var drawn = draws ?? halves;
        var won = points - drawn / 2;
        if (games % 1 != 0 || drawn % 1 != 0 || won % 1 != 0 || won < 0 || won + drawn > games)
            throw row.CreateError("points", row.Required("points"),
                FormattableString.Invariant($"must be wins and half the draws of {games} games"));
        _hasPairs = true;
        for (var i = 0; i < games; i++)
            _games.Add(new(a, b, i < won ? 1 : i < won + drawn ? 0.5 : 0, FormattableString.Invariant($"row {_rows:0000000}.{i:0000000}")));
    }

    private void ReadSides(DelimitedRow row)
    {
        var sides = row.OneOf("sides", ("one", 1), ("both", 2));
        if (_sides.IsKnown && sides != _sides.Value)
            throw row.CreateError("sides", row.Text("sides") ?? "", "must be the same in all rows");
        _sides = (sides, true);
        // Only a tournament's export has sides; elsewhere a column of that name may mean anything.
        if (sides is not null && _seed is null && long.TryParse(row.Text("seed"), CultureInfo.InvariantCulture, out var seed)) _seed = seed;
    }

    private string ReadName(DelimitedRow row, string field) =>
        ReadName(row.Required(field), rule => row.CreateError(field, row.Required(field), rule));

    /// <summary>A name in its one form; it is checked where it stands first.</summary>
    private string ReadName(string text, Func<string, InputException> refuse)
    {
        var name = ReadForm(text);
        if (!_spellings.TryAdd(text, name)) return name;
        if (!Values.Name(MaxNameLength).TryRead(text, out _)) throw refuse(Values.Name(MaxNameLength).Rule);
        if (name != text) _respelled.Add(name);
        return name;
    }

    /// <summary>A judge's name, which tables of effects show.</summary>
    private string ReadJudge(DelimitedRow row, string text)
    {
        var name = Nfc.Normalize(text);
        if (_judges.Add(name) && !Values.Name(MaxNameLength).TryRead(name, out _))
            throw row.CreateError("judge", text, Values.Name(MaxNameLength).Rule);
        return name;
    }

    private string ReadForm(string text) => _spellings.TryGetValue(text, out var known) ? known : Nfc.Normalize(text);

    private static double ReadLength(double? a, double? b) => a + b > 0 ? (a!.Value - b!.Value) / (a.Value + b.Value) : 0;

    private IEnumerable<string> DescribePairs()
    {
        if (_hasPairs) yield return "read from the points of pairs: the motions are not known, so every game counts on its own";
        if (_guessedPairs > 0) yield return "the pairs do not say how many games were drawn: read as the fewest that give their points";
    }

    private IEnumerable<string> DescribeForms() => Limit(
        [.. _respelled.Where(name => _spellings.Count(spelling => spelling.Value == name) > 1)
            .Select(name => $"'{name}' is written in several Unicode forms and is one player")], "names in several Unicode forms");

    /// <summary>Different players whose names a reader can hardly tell apart: by letter case, blanks and invisible characters.</summary>
    private IEnumerable<string> DescribeLookalikes() => Limit(
        [.. _spellings.Values.Distinct().GroupBy(Fold, StringComparer.Ordinal).Where(group => group.Skip(1).Any())
            .Select(group => $"{string.Join(" and ", group.Order(StringComparer.Ordinal).Select(name => $"'{name}'"))} look alike and are "
                + "different players").Order(StringComparer.Ordinal)], "names that look alike");

    private static string Fold(string name) =>
        new([.. SafeText.Clean(name).ToUpperInvariant().Where(c => !char.IsWhiteSpace(c) && c is not ('\u200C' or '\u200D'))]);

    private static IEnumerable<string> Limit(string[] notes, string what) => notes.Length <= MaxShown ? notes
        : [.. notes.Take(MaxShown), FormattableString.Invariant($"{notes.Length - MaxShown} more {what}")];
}

/// <summary>What a row says of the result: the score of a, 1, 0.5 or 0, and the margin that follows from it.</summary>
internal readonly record struct Vote(double Score, double Margin)
{
    private const int MaxWordLength = 20;

    private const string Rule = "must be a, b, tie, or the name of one of the two";

    // The common spellings; others are compared without blanks, dashes and brackets, which takes longer.
    private static readonly FrozenDictionary<string, double> Words = new (double Score, string[] Words)[]
    {
        (1, ["a", "model_a", "modela", "left", "playera", "model1", "1", "1.0"]),
        (0, ["b", "model_b", "modelb", "right", "playerb", "model2", "0", "0.0"]),
        (0.5, ["tie", "tie (bothbad)", "tiebothbad", "bothbad", "bothgood", "bothequal", "draw", "none", "0.5"]),
    }.SelectMany(result => result.Words.Select(word => KeyValuePair.Create(word, result.Score)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The vote of a row between two players, by whichever columns hold it; null if none does.</summary>
    /// <param name="row">The row.</param>
    /// <param name="of">The two players.</param>
    /// <param name="form">Brings a name to the form of the players' names.</param>
    /// <param name="namesColumns">Whether a winner is a column for sure, as in our exports.</param>
    internal static Vote? Read(DelimitedRow row, (string A, string B) of, Func<string, string> form, bool namesColumns = false)
    {
        var flags = ReadFlags(row);
        // A label is the name of the chosen one; a winner may be a name or a word for a column.
        var (field, word) = row.Text("winner") is { } winner ? ("winner", winner) : ("chosen", row.Text("chosen"));
        if (word is null) return flags is { } only ? FromScore(only) : ReadPreference(row, of, form);
        var score = field == "chosen" ? FindName(of, form(word)) ?? ReadWord(row, field, word, of, form)
            : namesColumns ? FindWord(word) ?? ReadWord(row, field, word, of, form) : ReadWord(row, field, word, of, form);
        return flags is null || flags == score ? FromScore(score)
            : throw row.CreateError("winner", word, "must agree with winner_model_a, winner_model_b and winner_tie");
    }

    private static Vote FromScore(double score) => new(score, 2 * score - 1);

    /// <summary>A name or a word; a word that is also the name of one of the two and would mean something else so is refused.</summary>
    private static double ReadWord(
        DelimitedRow row, string field, string text, (string A, string B) of, Func<string, string> form)
    {
        var (name, word) = (FindName(of, form(text)), FindWord(text));
        if (word is { } score && (name ?? FindName(of, form(text), StringComparison.OrdinalIgnoreCase)) is { } named && named != score)
            throw row.CreateError(field, text,
                $"must not be both {Describe(score)} and the name of the player in column {(named == 1 ? "a" : "b")}; "
                + "write model_a, model_b or tie for columns, or a column chosen_model_name for names");
        return name ?? word ?? throw row.CreateError(field, text, Rule);
    }

    private static double? FindName(
        (string A, string B) of, string name, StringComparison comparison = StringComparison.Ordinal) =>
        name.Equals(of.A, comparison) ? 1 : name.Equals(of.B, comparison) ? 0 : null;

    private static double? FindWord(string text)
    {
        if (text.Length > MaxWordLength) return null;
        if (Words.TryGetValue(text, out var score)) return score;
        var folded = string.Concat(text.Where((c, i) => c is not (' ' or '_' or '-' or '(' or ')') || i == 0));
        return Words.TryGetValue(folded, out score) ? score : null;
    }

    private static string Describe(double score) => score switch { 1 => "column a", 0 => "column b", _ => "a tie" };

    /// <summary>One-hot columns, of which exactly one holds; compar:IA's both_equal alone says only that there was a tie.</summary>
    private static double? ReadFlags(DelimitedRow row)
    {
        var (a, b, tie) = (row.Flag("winner_a"), row.Flag("winner_b"), row.Flag("winner_tie"));
        if (a is null && b is null) return tie == true ? 0.5 : null;
        return (a ?? false, b ?? false, tie ?? false) switch
        {
            (true, false, false) => 1,
            (false, true, false) => 0,
            (false, false, true) => 0.5,
            _ => throw row.CreateError("winner_model_a, winner_model_b, winner_tie", "", "exactly one must be 1"),
        };
    }

    /// <summary>AlpacaEval's preference: 1 for the first, 2 for the second, 1.5 or 0 for a tie, a weight between them by a judge's
    /// probabilities; or a word.</summary>
    private static Vote? ReadPreference(DelimitedRow row, (string A, string B) of, Func<string, string> form)
    {
        if (row.Text("preference") is not { } text) return null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var preference))
            return FromScore(ReadWord(row, "preference", text, of, form));
        if (preference == 0) return FromScore(0.5);
        return preference is >= 1 and <= 2 ? new((Math.Sign(1.5 - preference) + 1) / 2.0, 3 - 2 * preference)
            : throw row.CreateError("preference", text, "must be 0, or a number from 1 to 2");
    }
}
