using System.Collections.Frozen;

namespace Debate.Tournaments;

/// <summary>
/// The journal's text form of a round: its name, one line <c>bye SLUG</c> for each bye, and the key of each match on a line. Names are
/// recovered from the slugs and the entrants, so that a large round stays small.
/// </summary>
internal static class RoundCodec
{
    private const string ByePrefix = "bye ";

    internal static string Write(Round round) =>
        string.Join('\n', round.Byes.Select(name => ByePrefix + Slug.Create(name)).Prepend(round.Name)
            .Concat(round.Pairings.Select(p => p.Key)));

    /// <summary>Reads what <see cref="Write"/> wrote; entrants may have been added since.</summary>
    internal static Round Read(string text, Entrants field)
    {
        var debaters = field.Debaters.ToFrozenDictionary(Slug.Create, StringComparer.Ordinal);
        var motions = field.Motions.ToFrozenDictionary(Slug.Create, StringComparer.Ordinal);
        var lines = text.Split('\n');
        return new Round(lines[0], [.. lines.Skip(1).Where(line => !IsBye(line)).Select(Match)])
        {
            Byes = [.. lines.Skip(1).Where(IsBye).Select(line => debaters[line[ByePrefix.Length..]])],
        };

        Pairing Match(string key)
        {
            var parts = key.Split("--");
            return new Pairing(motions[parts[0]], debaters[parts[1]], debaters[parts[2]], key);
        }
    }

    private static bool IsBye(string line) => line.StartsWith(ByePrefix, StringComparison.Ordinal);
}
