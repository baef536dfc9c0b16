using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Grains.Deliberations;
using Debate.Grains.Externals;
using Debate.Grains.Models;
using Debate.Grains.Rewards;
using Debate.Grains.Solving;
using Debate.Rewards.Texts;
using Debate.Tournaments.Protocols;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Debate.Hosting;

/// <summary>Composition: what a silo needs besides a journal and models, which whoever hosts it chooses.</summary>
public static class DebateServices
{
    /// <summary>Every protocol of the house; a new one adds one line here.</summary>
    public static ProtocolRegistry Protocols { get; } = new(
    [
        Direct.Entry,
        ChainOfThought.Entry,
        SelfConsistency.Entry,
        SelfReflection.Entry,
        ArgMed.Entry,
        Claim.Entry,
        Mad.Entry,
        EvidenceDebate.Entry,
        Agreement.Entry,
        Tournament.Entry,
        Evaluation.Entry,
        TextReward.Entry,
        EvidenceReward.Entry,
    ]);

    /// <summary>Adds the engine over a journal and models.</summary>
    public static IServiceCollection AddDebate(this IServiceCollection services, IJournal journal, IModelBackends models)
    {
        services.AddDebateWireFormat();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(Protocols);
        services.AddSingleton(journal);
        services.AddSingleton(models);
        services.TryAddSingleton<IDebatePlaces>(UnlimitedPlaces.Instance);
        services.TryAddSingleton(new ExternalOptions(IsServed: false));
        services.AddSingleton<ExternalDesk>();
        services.AddSingleton<IModelHosts, Router>();
        services.TryAddSingleton(new SolverOptions());
        services.AddSingleton<SolverDesk>();
        services.AddSingleton<ISolvers, GrainSolvers>();
        services.AddSingleton<IChildren, GrainChildren>();
        services.TryAddSingleton(RewardProfiles.None);
        services.AddSingleton<TextDesk>();
        services.AddSingleton(provider => new EnginePorts(
            provider.GetRequiredService<IJournal>(),
            provider.GetRequiredService<IModelHosts>(),
            provider.GetRequiredService<ISolvers>(),
            provider.GetRequiredService<IChildren>(),
            provider.GetRequiredService<ProtocolRegistry>(),
            provider.GetRequiredService<TimeProvider>(),
            $"{Environment.MachineName}:{Environment.ProcessId}")
        {
            Places = provider.GetRequiredService<IDebatePlaces>(),
        });
        return services;
    }
}
