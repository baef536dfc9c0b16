namespace Debate.Silo.Web.Rewards;

/// <summary>The reward server: what it needs, and its doors.</summary>
internal static class RewardServices
{
    /// <summary>Adds what rewards need; an <see cref="InputException"/> where the configuration cannot be used.</summary>
    public static IServiceCollection AddRewards(this IServiceCollection services, ServerOptions options) => services
        .AddSingleton(RewardSetup.Of(options))
        .AddSingleton(new RewardQueue(options.Models.Rewards.Queue ?? RewardQueue.Usual))
        .AddSingleton<RewardDoor>();

    /// <summary>Opens the doors, one contract a line.</summary>
    public static void MapRewards(this IEndpointRouteBuilder app)
    {
        NativeScore.Map(app);
        OpenRlhf.Map(app);
        NemoGym.Map(app);
        Classify.Map(app);
    }
}
