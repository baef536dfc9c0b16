namespace Debate.Silo.Web.Rewards;

/// <summary>The services and endpoints of the reward server.</summary>
internal static class RewardServices
{
    /// <summary>Adds the services of rewards; throws <see cref="InputException"/> if the configuration is invalid.</summary>
    public static IServiceCollection AddRewards(this IServiceCollection services, ServerOptions options) => services
        .AddSingleton(RewardSetup.CreateProfiles(options))
        .AddSingleton(new RewardRequestLimiter(options.Models.Rewards.MaxRequests ?? RewardRequestLimiter.DefaultLimit))
        .AddSingleton<RewardEndpoints>();

    /// <summary>Maps the endpoints, one contract a line.</summary>
    public static void MapRewards(this IEndpointRouteBuilder app)
    {
        NativeScoreEndpoints.Map(app);
        OpenRlhfEndpoints.Map(app);
        NemoGymEndpoints.Map(app);
        ClassifyEndpoint.Map(app);
    }
}
