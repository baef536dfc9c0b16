using System.Globalization;
using Debate.Deliberation;
using Debate.Hosting;

namespace Debate.Silo.Web.Runs;

/// <summary>Marks an endpoint that takes a token of <see cref="EventsTokens"/> for what its path names.</summary>
/// <param name="What">Whose events these are: <see cref="EventsTokens.Runs"/> or <see cref="EventsTokens.Graphs"/>.</param>
internal sealed record AcceptsEventsToken(string What);

/// <summary>A token by which a page follows one run, or one graph.</summary>
/// <param name="Url">The path of the events, with the token in its query where the server has keys.</param>
/// <param name="Token">The token; absent where the server needs none.</param>
/// <param name="Expires">Until when a stream may be opened with it; one that is open goes on.</param>
public sealed record EventsToken(string Url, string? Token, DateTimeOffset? Expires);

/// <summary>
/// Tokens that open the events of one run, or one graph, for five minutes, in the query: an EventSource sends no header, and a key in a URL would stand in
/// the logs of whatever it passes. It is signed with the hash of the key that it stands for, so it dies with the key, every server of a
/// store knows it, and nothing is kept. Who reconnects later asks for another one and goes on with <c>from</c>.
/// </summary>
internal static class EventsTokens
{
    /// <summary>Whose events a token opens.</summary>
    public const string Runs = "runs", Graphs = "graphs";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>The endpoint that makes one for a run.</summary>
    public static async Task<EventsToken> CreateAsync(RunService service, Caller caller, TimeProvider clock, string id) =>
        Create(Runs, (await service.FindAsync(caller.ParseId(id))).Id, caller, clock);

    /// <summary>Makes one for the caller.</summary>
    /// <param name="what">Whose events it opens.</param>
    /// <param name="id">The run's or graph's id; it must be there.</param>
    /// <param name="caller">Who may follow it.</param>
    /// <param name="clock">When it begins.</param>
    public static EventsToken Create(string what, DeliberationId id, Caller caller, TimeProvider clock)
    {
        var path = $"/v1/{what}/{Uri.EscapeDataString(id.Value)}/events";
        if (caller.Key is not { } key) return new(path, null, null);
        var expires = (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        var token = FormattableString.Invariant($"{key.Id}.{expires}.") + key.Sign(Describe(what, id, expires));
        return new($"{path}?token={token}", token, DateTimeOffset.FromUnixTimeSeconds(expires));
    }

    /// <summary>The key that a request's token stands for; null where it has none that is valid for what its path names.</summary>
    public static async ValueTask<AccessKey?> FindKeyAsync(HttpContext context, AccessGate gate, TimeProvider clock)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<AcceptsEventsToken>() is not { } endpoint) return null;
        if (context.Request.Query["token"].ToString().Split('.') is not [var key, var until, var signature]) return null;
        if (!long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
        if (seconds < clock.GetUtcNow().ToUnixTimeSeconds() || await gate.FindByIdAsync(key) is not { } found) return null;
        var id = new DeliberationId(Uri.UnescapeDataString($"{context.GetRouteValue("id")}")) { Tenant = found.Tenant };
        return found.IsSignature(Describe(endpoint.What, id, seconds), signature) ? found : null;
    }

    private static string Describe(string what, DeliberationId id, long expires) =>
        FormattableString.Invariant($"events of {what} {id.Key} {expires}");
}
