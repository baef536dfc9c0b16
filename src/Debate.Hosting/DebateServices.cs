using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Grains.Deliberations;
using Debate.Grains.Externals;
using Debate.Grains.Models;
using Debate.Grains.Rewards;
using Debate.Grains.Solving;
using Debate.Grains.Telemetry;
using Debate.Models;
using Debate.Rewards.Texts;
using Debate.Tournaments.Protocols;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Debate.Hosting;

/// <summary>Composition: registers what a silo needs besides a journal and models, which the host chooses.</summary>
public static class DebateServices
{
    /// <summary>Every built-in protocol; a new one adds one line here.</summary>
    public static ProtocolRegistry Protocols { get; } = new(
    [
        Direct.Entry,
        ChainOfThought.Entry,
        SelfConsistency.Entry,
        SelfReflection.Entry,
        ArgMed.Entry,
        Claim.Entry,
        Mad.Entry,
        Judged.Entry,
        SocietyOfMinds.Entry,
        ChatEval.Entry,
        Mallm.Entry,
        JudgeDebate.Entry,
        EnsembleRefinement.Entry,
        KhanDebate.Entry,
        Consultancy.Entry,
        BlindJudge.Entry,
        OracleJudge.Entry,
        League.Entry,
        EvidenceDebate.Entry,
        Agreement.Entry,
        Tournament.Entry,
        Evaluation.Entry,
        TextReward.Entry,
        EvidenceReward.Entry,
    ]);

    /// <summary>Adds the engine over a journal and models, both owned by the caller.</summary>
    public static IServiceCollection AddDebate(this IServiceCollection services, IJournal journal, IModelBackends models) =>
        services.AddSingleton(models).AddDebate(journal);

    /// <summary>Adds the engine over a journal and models that are disposed with the silo; silos may share the models' rates.</summary>
    public static IServiceCollection AddDebate(
        this IServiceCollection services, IJournal journal, ModelConfiguration models, bool isShared) =>
        services.AddSingleton<IModelBackends>(provider => new ModelBackends(models, new()
        {
            Clock = provider.GetRequiredService<TimeProvider>(),
            Rates = isShared ? provider.GetRequiredService<IModelRates>() : null,
        })).AddDebate(journal);

    private static IServiceCollection AddDebate(this IServiceCollection services, IJournal journal)
    {
        services.AddDebateWireFormat();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(Protocols);
        services.AddSingleton(journal);
        services.TryAddSingleton<IDebatePlaces>(UnlimitedPlaces.Instance);
        services.TryAddSingleton(new ExternalOptions(IsServed: false));
        services.AddSingleton<ExternalDesk>();
        services.AddSingleton<IModelHosts>(provider => new ObservedHosts(
            ActivatorUtilities.CreateInstance<Router>(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IModelRates, GrainModelRates>();
        services.TryAddSingleton(new SolverOptions());
        services.AddSingleton<SolverDesk>();
        services.AddSingleton<ISolvers>(provider => new ObservedSolvers(
            ActivatorUtilities.CreateInstance<GrainSolvers>(provider), provider.GetRequiredService<TimeProvider>()));
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
