using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

/// <summary>A debater of both tournaments.</summary>
/// <param name="Name">Its name.</param>
/// <param name="A">Its standing in the first.</param>
/// <param name="B">Its standing in the second.</param>
/// <param name="Debates">Its debates that both tournaments played and judged.</param>
/// <param name="PointsA">Its points in them in the first: 1 a debate won, 0.5 a debate drawn.</param>
/// <param name="PointsB">Its points in them in the second.</param>
/// <param name="Gained">How many of them went better for it in the second.</param>
/// <param name="Lost">How many went worse.</param>
/// <param name="P">The two-sided p-value of the sign test on those that changed (<see cref="McNemar"/>).</param>
public sealed record ComparedDebater(
    string Name, Standing A, Standing B, int Debates, double PointsA, double PointsB, int Gained, int Lost, double P)
{
    /// <summary>The p-value adjusted for all debaters by <see cref="Holm"/>.</summary>
    public double PAdjusted { get; init; } = P;

    /// <summary>The rating in the second less that in the first.</summary>
    public double Change => B.Rating - A.Rating;
}

/// <summary>A debate that both tournaments played and judged, with another winner.</summary>
/// <param name="Motion">The key of the motion.</param>
/// <param name="Pro">Who spoke for it.</param>
/// <param name="Con">Who spoke against it.</param>
/// <param name="WinnerA">The winner in the first; null for a draw.</param>
/// <param name="WinnerB">The winner in the second.</param>
/// <param name="IdA">The debate of the first.</param>
/// <param name="IdB">The debate of the second.</param>
public sealed record FlippedDebate(string Motion, string Pro, string Con, string? WinnerA, string? WinnerB, string IdA, string IdB);

/// <summary>
/// Two tournaments side by side. A debate is the same where its motion, by key and text, and its two debaters and their sides are; of
/// several the first is compared with the first, and so on.
/// </summary>
public sealed record TournamentComparison
{
    /// <summary>What is compared.</summary>
    public string Kind { get; } = "tournament";

    /// <summary>The first tournament.</summary>
    public required ComparedRun A { get; init; }

    /// <summary>The second.</summary>
    public required ComparedRun B { get; init; }

    /// <summary>What differs in how the two were run, one sentence each.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Debates that both played and judged.</summary>
    public required int Shared { get; init; }

    /// <summary>Debates of the first without their like in the second.</summary>
    public required int OnlyA { get; init; }

    /// <summary>Debates of the second without their like in the first.</summary>
    public required int OnlyB { get; init; }

    /// <summary>Shared debates that went better for the side of the motion in the second.</summary>
    public required int ToPro { get; init; }

    /// <summary>Shared debates that went better for the other side in the second.</summary>
    public required int ToCon { get; init; }

    /// <summary>The two-sided p-value of the sign test on these two numbers: whether the sides fare alike in both.</summary>
    public double SideP => McNemar.ExactPValue(ToPro, ToCon);

    /// <summary>The debaters of both, best rated first by the first.</summary>
    public required IReadOnlyList<ComparedDebater> Debaters { get; init; }

    /// <summary>The debates with another winner.</summary>
    public required IReadOnlyList<FlippedDebate> Flipped { get; init; }

    /// <summary>What a reader should know, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Compares two tournaments by their journals so far.</summary>
    public static TournamentComparison FromJournals(IReadOnlyList<EntryBody> a, IReadOnlyList<EntryBody> b)
    {
        var (first, second) = (RunDefinitions.FromEntries(a), RunDefinitions.FromEntries(b));
        var (gamesA, gamesB) = (ReadGames(a, first), ReadGames(b, second));
        var shared = Match(gamesA, gamesB);
        var debaters = CompareDebaters(ReadStandings(a), ReadStandings(b), shared);
        return new()
        {
            A = ComparedRun.FromDefinition(first),
            B = ComparedRun.FromDefinition(second),
            Differences = RunDifferences.Describe(first, second),
            Shared = shared.Length,
            OnlyA = gamesA.Length - shared.Length,
            OnlyB = gamesB.Length - shared.Length,
            ToPro = shared.Count(pair => pair.B.Points > pair.A.Points),
            ToCon = shared.Count(pair => pair.B.Points < pair.A.Points),
            Debaters = debaters,
            Flipped = [.. shared.Where(pair => pair.A.Points != pair.B.Points).Select(CreateFlipped)],
            Notes = [.. DescribeMissing(first, second, debaters.Count, shared.Length)],
        };
    }

    private static IReadOnlyList<Standing> ReadStandings(IReadOnlyList<EntryBody> entries) =>
        TournamentReport.FromJournal(entries, [], Deliberation.Usage.None, isRunning: false).Standings;

    private static ComparedGame[] ReadGames(IReadOnlyList<EntryBody> entries, RunDefinition definition)
    {
        var texts = definition.Problem.Parts.ToDictionary(p => p.Key, p => p.PromptText, StringComparer.Ordinal);
        return
        [
            .. GameRecord.FromJournal(entries).Where(game => game is { Forfeit: false, Winner: not null })
                .Select(game => new ComparedGame(game, texts.GetValueOrDefault(game.Motion) ?? "", definition.Id.Child(game.Debate).Value)),
        ];
    }

    private static (ComparedGame A, ComparedGame B)[] Match(ComparedGame[] a, ComparedGame[] b)
    {
        var left = b.GroupBy(game => game.Identity).ToDictionary(g => g.Key, g => new Queue<ComparedGame>(g));
        return [.. a.Where(game => left.TryGetValue(game.Identity, out var same) && same.Count > 0)
            .Select(game => (game, left[game.Identity].Dequeue()))];
    }

    private static IReadOnlyList<ComparedDebater> CompareDebaters(
        IReadOnlyList<Standing> a, IReadOnlyList<Standing> b, (ComparedGame A, ComparedGame B)[] shared)
    {
        var others = b.ToDictionary(line => line.Name, StringComparer.Ordinal);
        ComparedDebater[] debaters =
            [.. a.Where(line => others.ContainsKey(line.Name)).Select(line => Compare(line, others[line.Name], shared))];
        return [.. debaters.Zip(Holm.Adjust([.. debaters.Select(d => d.P)]), (debater, p) => debater with { PAdjusted = p })];
    }

    private static ComparedDebater Compare(Standing a, Standing b, (ComparedGame A, ComparedGame B)[] shared)
    {
        (double A, double B)[] points =
            [.. shared.Where(pair => pair.A.Has(a.Name)).Select(pair => (pair.A.PointsOf(a.Name), pair.B.PointsOf(a.Name)))];
        var (gained, lost) = (points.Count(p => p.B > p.A), points.Count(p => p.B < p.A));
        return new(a.Name, a, b, points.Length, points.Sum(p => p.A), points.Sum(p => p.B), gained, lost,
            McNemar.ExactPValue(gained, lost));
    }

    private static FlippedDebate CreateFlipped((ComparedGame A, ComparedGame B) pair) =>
        new(pair.A.Game.Motion, pair.A.Game.A, pair.A.Game.B, pair.A.Winner, pair.B.Winner, pair.A.Id, pair.B.Id);

    private static IEnumerable<string> DescribeMissing(RunDefinition a, RunDefinition b, int debaters, int shared)
    {
        if (debaters == 0) yield return "No debater is in both.";
        else if (shared == 0) yield return "No debate was played and judged in both: motions, debaters or sides differ.";
        string[] namesA = ReadDebaters(a), namesB = ReadDebaters(b);
        if (namesA.Except(namesB).ToArray() is { Length: > 0 } onlyA) yield return $"Only in A: {string.Join(", ", onlyA)}.";
        if (namesB.Except(namesA).ToArray() is { Length: > 0 } onlyB) yield return $"Only in B: {string.Join(", ", onlyB)}.";
    }

    private static string[] ReadDebaters(RunDefinition run) => [.. run.Seats.Where(s => s.Debater is not null).Select(s => s.Debater!)];

    private sealed record ComparedGame(GameRecord Game, string MotionText, string Id)
    {
        /// <summary>The points of the side of the motion.</summary>
        public double Points => Game.Winner switch { "a" => 1, "b" => 0, _ => 0.5 };

        public string? Winner => Game.Winner switch { "a" => Game.A, "b" => Game.B, _ => null };

        public (string Motion, string Text, string Pro, string Con) Identity => (Game.Motion, MotionText, Game.A, Game.B);

        public bool Has(string debater) => Game.A == debater || Game.B == debater;

        public double PointsOf(string debater) => Game.A == debater ? Points : 1 - Points;
    }
}
