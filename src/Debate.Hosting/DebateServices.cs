using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Grains.Deliberations;
using Debate.Grains.Models;
using Debate.Grains.Programs;
using Debate.Grains.Solving;
using Debate.Llama;
using Debate.Models;
using Debate.Programs;
using Debate.Rewards.Texts;
using Debate.Runtime;
using Debate.Runtime.Externals;
using Debate.Runtime.Rewards;
using Debate.Runtime.Solving;
using Debate.Runtime.Telemetry;
using Debate.Tournaments.Protocols;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Debate.Hosting;

/// <summary>Composition: registers what a silo needs besides a journal and models, which the host chooses.</summary>
public static partial class DebateServices
{
    /// <summary>Every built-in protocol; a new one adds one line here.</summary>
    public static ProtocolRegistry Protocols { get; } = new(
    [
        Direct.Descriptor,
        ChainOfThought.Descriptor,
        SelfConsistency.Descriptor,
        SelfReflection.Descriptor,
        ChainOfSelfCorrection.Descriptor,
        HintInfer.Descriptor,
        ArgMed.Descriptor,
        ClaimVerification.Descriptor,
        Mad.Descriptor,
        JudgedDebate.Descriptor,
        SocietyOfMinds.Descriptor,
        ChatEval.Descriptor,
        Mallm.Descriptor,
        JudgeDebate.Descriptor,
        EnsembleRefinement.Descriptor,
        LeastToMost.Descriptor,
        TreeSearch.Descriptor,
        GuidedPaths.Descriptor,
        SelfContemplation.Descriptor,
        AutoEvolve.Descriptor,
        AutoEvolvePlan.Descriptor,
        IterativeDeepening.Descriptor,
        MultiVote.Descriptor,
        SpontaneousCorrection.Descriptor,
        SelfFeedback.Descriptor,
        ActionThought.Descriptor,
        RecursiveThinking.Descriptor,
        KhanDebate.Descriptor,
        Consultancy.Descriptor,
        BlindJudge.Descriptor,
        OracleJudge.Descriptor,
        League.Descriptor,
        EvidenceDebate.Descriptor,
        AgreementStudy.Descriptor,
        Tournament.Descriptor,
        Evaluation.Descriptor,
        TextReward.Descriptor,
        EvidenceReward.Descriptor,
    ]);

    /// <summary>Adds the engine over a journal and models, both owned by the caller.</summary>
    public static IServiceCollection AddDebate(this IServiceCollection services, IJournal journal, IModelClient models) =>
        services.AddDebate(journal, _ => models);

    /// <summary>Adds the engine over a journal and models that are disposed with the silo; silos may share the models' rates.</summary>
    public static IServiceCollection AddDebate(
        this IServiceCollection services, IJournal journal, ModelConfiguration models, bool isShared)
    {
        if (isShared)
            services.AddSingleton<StandstillGuard>().AddHostedService(provider => provider.GetRequiredService<StandstillGuard>());
        services.AddSingleton(_ => models.Programs.CreateRunner());
        services.AddSingleton(provider => new SiloPrograms(
            provider.GetRequiredService<ProcessPrograms>(), models.Programs.Languages));
        return services.AddSingleton(provider => new ModelRegistry(models, new()
        {
            BeforeRequest = provider.GetService<StandstillGuard>() is { } guard ? guard.EnsureMemberAsync : null,
            Clock = provider.GetRequiredService<TimeProvider>(),
            Rates = isShared ? provider.GetRequiredService<IModelRates>() : null,
            Local = LlamaRuntimes.Instance,
            OnRetry = notice => Log.Retrying(FindLogger(provider), $"{notice}"),
            OnNotice = notice => Log.Noticed(FindLogger(provider), notice),
        })).AddDebate(journal, provider => provider.GetRequiredService<ModelRegistry>());
    }

    private static ILogger FindLogger(IServiceProvider provider) =>
        provider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ModelRegistry));

    private static IServiceCollection AddDebate(
        this IServiceCollection services, IJournal journal, Func<IServiceProvider, IModelClient> models)
    {
        services.AddDebateWireFormat();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(Protocols);
        services.AddSingleton(journal);
        services.TryAddSingleton<IRunLimiter>(UnlimitedRuns.Instance);
        services.TryAddSingleton(new ExternalOptions(IsServed: false));
        services.AddSingleton<ExternalTurnRegistry>();
        services.AddSingleton(provider => new LocalModels(provider.GetRequiredService<ExternalTurnRegistry>(), models(provider)));
        services.AddSingleton(provider => new ObservedModels(
            ActivatorUtilities.CreateInstance<ModelRouter>(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IModelClient>(provider => provider.GetRequiredService<ObservedModels>());
        services.AddSingleton<IModelRates, GrainModelRates>();
        services.TryAddSingleton(new SolverOptions());
        services.AddSingleton<SolverScheduler>().AddSingleton<StoppedQuestions>();
        services.AddSingleton<ISolvers>(provider => new ObservedSolvers(
            ActivatorUtilities.CreateInstance<GrainSolvers>(provider), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(new SiloPrograms(NoPrograms.Instance));
        services.AddSingleton<IPrograms>(provider => new ObservedPrograms(
            ActivatorUtilities.CreateInstance<GrainPrograms>(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RunHandOver>().AddSingleton<ILifecycleParticipant<ISiloLifecycle>, HandsOverAtStop>();
        services.AddSingleton<GrainChildren>();
        services.AddSingleton<IChildRunner>(provider => provider.GetRequiredService<GrainChildren>());
        services.AddSingleton<IRunStarter>(provider => provider.GetRequiredService<GrainChildren>());
        services.TryAddSingleton(RewardProfiles.None);
        services.AddSingleton<TextRewardService>();
        services.AddSingleton<EvidenceGames>();
        services.AddSingleton<RewardService>();
        services.AddSingleton(provider => new EnginePorts(
            provider.GetRequiredService<IJournal>(),
            provider.GetRequiredService<IModelClient>(),
            provider.GetRequiredService<ISolvers>(),
            provider.GetRequiredService<IChildRunner>(),
            provider.GetRequiredService<ProtocolRegistry>(),
            provider.GetRequiredService<TimeProvider>(),
            $"{Environment.MachineName}:{Environment.ProcessId}")
        {
            RunLimiter = provider.GetRequiredService<IRunLimiter>(),
            Programs = provider.GetRequiredService<IPrograms>(),
        });
        return services;
    }

    /// <summary>Hands over at the stage in which activations end: the runs first, whose own searches may still be recorded.</summary>
    private sealed class HandsOverAtStop(RunHandOver runs, SolverScheduler solvers) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
            nameof(RunHandOver), ServiceLifecycleStage.GrainDeactivation, _ => Task.CompletedTask, _ => LeaveAsync());

        private async Task LeaveAsync()
        {
            await runs.LeaveAllAsync();
            solvers.Stop();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Notice}")]
        public static partial void Retrying(ILogger logger, string notice);

        [LoggerMessage(2, LogLevel.Warning, "{Notice}")]
        public static partial void Noticed(ILogger logger, string notice);
    }
}
