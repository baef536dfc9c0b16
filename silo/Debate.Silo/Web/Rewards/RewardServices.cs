namespace Debate.Silo.Web.Rewards;

/// <summary>The services and endpoints of the reward server.</summary>
internal static class RewardServices
{
    /// <summary>Adds the services of rewards; throws <see cref="InputException"/> if the configuration is invalid.</summary>
    public static IServiceCollection AddRewards(this IServiceCollection services, ServerOptions options) => services
        .AddSingleton(RewardSetup.Of(options))
        .AddSingleton(new RewardQueue(options.Models.Rewards.Queue ?? RewardQueue.Usual))
        .AddSingleton<RewardDoor>();

    /// <summary>Maps the endpoints, one contract a line.</summary>
    public static void MapRewards(this IEndpointRouteBuilder app)
    {
        NativeScore.Map(app);
        OpenRlhf.Map(app);
        NemoGym.Map(app);
        Classify.Map(app);
    }
}
