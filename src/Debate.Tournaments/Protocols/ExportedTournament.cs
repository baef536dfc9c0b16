using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// Reads the games out of what we export of a tournament: its report as JSON (games, or the points of pairs in those of before
/// 2026-11-30 and in ratings), and its journal or projection as JSON Lines.
/// </summary>
internal static class ExportedTournament
{
    /// <summary>The games of an exported tournament; null if the values are no such export. An export without games, such as that of an
    /// evaluation, is an <see cref="InputException"/>.</summary>
    internal static GameList? TryRead(IEnumerable<JsonItem> items, string file)
    {
        JsonItem[] start = [.. items.Take(2).Select(item => item with { Value = item.Value.Clone() })];
        if (start is not [{ Value: { ValueKind: JsonValueKind.Object } first }, ..]) return null;
        try
        {
            if (first.TryGetProperty("run", out _) && first.TryGetProperty("entry", out _)) return ReadJournal(items, start[0], file);
            return start is [_] ? TryReadReport(first, file) : null;
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"{file}:{start[0].Line}: is not valid Unicode: a text holds half of a surrogate pair", e);
        }
    }

    private static GameList? TryReadReport(JsonElement report, string file)
    {
        var names = report.EnumerateObject().Select(property => property.Name).ToArray();
        if (names.Any(name => GameFile.Columns.Has("a", name))) return null;
        if (names.CountBy(name => name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
            throw new InputException($"{file}: the key '{RowPlace.Shorten(twice)}' stands twice; it must stand once");
        var field = new[] { "games", "pairs" }.FirstOrDefault(name => FindList(report, name) is { Length: > 0 });
        if (field is null)
            throw new InputException($"{file}: is one object with neither games nor pairs of players; its keys are "
                + RowPlace.Shorten(string.Join(", ", names)));
        var reader = new GameReader();
        var rows = FindList(report, field)!
            .Select((row, i) => (row, new RowPlace(file, 0, FormattableString.Invariant($"{file}: {field}[{i}]"))));
        foreach (var row in DelimitedRows.FromJson(rows, GameFile.Columns)) reader.Add(row);
        reader.AddPlayers((FindList(report, "standings") ?? []).Select(FindName).OfType<string>());
        return reader.ToList(file);
    }

    private static string? FindName(JsonElement line) => line.ValueKind == JsonValueKind.Object
        && line.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;

    private static JsonElement[]? FindList(JsonElement report, string name) =>
        report.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : null;

    /// <summary>The games of the run that the first line is of; what follows of its debates is not needed.</summary>
    private static GameList ReadJournal(IEnumerable<JsonItem> items, JsonItem first, string file)
    {
        var run = first.Value.GetProperty("run").ToString();
        EntryBody[] entries = [.. items.Where(item => IsOf(item.Value, run)).Select(item => ReadEntry(item, file, run))];
        if (entries[0] is not RunStarted { Definition: { Kind: var kind } definition } || kind != Tournament.Descriptor.Kind)
            throw new InputException($"{file}:{first.Line}: is the journal of something else than a tournament, which has no games");
        var plan = TournamentSchedule.FromDefinition(RunDefinitions.FromEntries(entries));
        var (field, rounds) = plan.ReadRounds(entries);
        var games = rounds.SelectMany(round => round.Games).ToArray();
        if (games.Length == 0) throw new InputException($"{file}: has no games: no debate of '{definition.Name}' has ended");
        return new(games)
        {
            Others = plan.Debaters,
            BothSides = field.BothSides,
            Forfeits = rounds.Sum(r => r.Forfeits.Count),
            Seed = TournamentSchedule.DeriveStandingsSeed(definition.Seed),
        };
    }

    private static bool IsOf(JsonElement line, string run) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty("run", out var own) && own.ToString() == run;

    private static EntryBody ReadEntry(JsonItem item, string file, string run)
    {
        try
        {
            var body = item.Value.GetProperty("entry").Deserialize(JournalJsonOptions.EntryInfo)!;
            return body switch
            {
                ChildCompleted child => child with { Child = ToAbsolute(child.Child, run) },
                ChildForgone child => child with { Child = ToAbsolute(child.Child, run) },
                _ => body,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or NotSupportedException)
        {
            throw new InputException($"{file}:{item.Line}: is not an entry of a journal: {e.Message}", e);
        }
    }

    /// <summary>The id of a child; those of a projection are relative to its run.</summary>
    private static DeliberationId ToAbsolute(DeliberationId child, string run) =>
        child.Value.StartsWith(run + "/", StringComparison.Ordinal) ? child : new($"{run}/{child.Value}");
}
