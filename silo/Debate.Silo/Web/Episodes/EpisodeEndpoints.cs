using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Debate.Core.Input;
using Debate.Hosting;
using Debate.Silo.Web.OpenApi;
using Debate.Silo.Web.Runs;

namespace Debate.Silo.Web.Episodes;

/// <summary>
/// /v1/episodes: a policy in training, or a person, plays a seat of a deliberation over HTTP. A reply counts once despite crashes and
/// retries; every call returns the state of the episode.
/// </summary>
internal static class EpisodeEndpoints
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(20);

    /// <summary>Adds the services of the endpoints.</summary>
    public static IServiceCollection AddEpisodes(this IServiceCollection services) =>
        services.AddSingleton<EpisodeService>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapEpisodes(this WebApplication app)
    {
        app.MapPost("/v1/episodes", StartAsync).Needs(AccessScopes.Run)
            .WithName("startEpisode").WithTags("episodes").WithSummary("Starts a debate with seats that are played over HTTP, and waits for a turn.")
            .Accepts<RunRequest>("application/json").Produces<EpisodeState>().ProducesProblem(StatusCodes.Status409Conflict).TakesIdempotencyKey()
            .WithExample("/v1/episodes?wait=1", """{"question": "Is water wet?", "protocol": "mad", "model": "sim", "seats": {"negative": "external"}}""");
        app.MapPost("/v1/episodes/{id}/step", StepAsync).Needs(AccessScopes.Run)
            .WithName("stepEpisode").WithTags("episodes").WithSummary("Replies to a turn, and waits for the next one.")
            .Accepts<StepRequest>("application/json").Produces<EpisodeState>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        app.MapGet("/v1/episodes/{id}", GetAsync).Needs(AccessScopes.Read)
            .WithName("getEpisode").WithTags("episodes").WithSummary("How an episode stands: the turns that wait, the verdict, the rewards.")
            .Produces<EpisodeState>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> StartAsync(
        HttpContext context, Caller caller, EpisodeService episodes, CallerQuotas quotas, CancellationToken stop,
        [Description(EpisodeQuery.SeatMeaning)] string? seat = null,
        [Description(EpisodeQuery.WaitMeaning), Range(0.0, EpisodeQuery.MaxWait)] double? wait = null,
        [Description(EpisodeQuery.ShapeMeaning)] string? shape = null)
    {
        var asking = new EpisodeQuery(seat, wait, shape).ToOptions(DefaultWait);
        var request = await RunRequest.ReadAsync(context);
        var definition = episodes.Define(request, caller.Tenant);
        var id = await quotas.OpenRunAsync(caller, definition.Id, () => episodes.StartAsync(definition, request.Seed is not null));
        var state = await episodes.WaitForStateAsync(id, asking, stop);
        // Errors that the protocol's validation cannot detect, such as an unknown player, appear only when the run starts.
        return state.IsRefused ? throw new InputException(state.Reason!) : Results.Ok(state);
    }

    private static async Task<IResult> StepAsync(
        HttpContext context, Caller caller, string id, EpisodeService episodes, CancellationToken stop,
        [Description(EpisodeQuery.SeatMeaning)] string? seat = null,
        [Description(EpisodeQuery.WaitMeaning), Range(0.0, EpisodeQuery.MaxWait)] double? wait = null,
        [Description(EpisodeQuery.ShapeMeaning)] string? shape = null)
    {
        var (episode, asking) = (caller.ParseId(id), new EpisodeQuery(seat, wait, shape).ToOptions(DefaultWait));
        var request = await JsonBody.ReadAsync<StepRequest>(context);
        // Reports an unknown episode or seat before the reply is accepted.
        await episodes.WaitForStateAsync(episode, asking with { Wait = TimeSpan.Zero }, stop);
        await episodes.ReplyAsync(episode, request.ToReply());
        return Results.Ok(await episodes.WaitForStateAsync(episode, asking, stop));
    }

    private static async Task<IResult> GetAsync(
        Caller caller, string id, EpisodeService episodes, CancellationToken stop,
        [Description(EpisodeQuery.SeatMeaning)] string? seat = null,
        [Description(EpisodeQuery.WaitMeaning), Range(0.0, EpisodeQuery.MaxWait)] double? wait = null,
        [Description(EpisodeQuery.ShapeMeaning)] string? shape = null) => Results.Ok(await episodes.WaitForStateAsync(
            caller.ParseId(id), new EpisodeQuery(seat, wait, shape).ToOptions(TimeSpan.Zero), stop));
}
