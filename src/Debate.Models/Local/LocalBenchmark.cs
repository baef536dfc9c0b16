using System.Diagnostics;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Models;

/// <summary>
/// The work that measures what reading once is worth: debates at the same time over one shared text. Each turn's prompt is everything
/// before it and some new tokens; each reply has a fixed length, whatever the model would say.
/// </summary>
/// <param name="Debates">How many at once, each with a slot.</param>
/// <param name="SharedTokens">Tokens at the head of every prompt.</param>
/// <param name="Turns">Turns of each debate.</param>
/// <param name="NewTokens">New tokens of each prompt.</param>
/// <param name="ReplyTokens">Tokens of each reply.</param>
public sealed record LocalWorkload(int Debates = 16, int SharedTokens = 512, int Turns = 6, int NewTokens = 48, int ReplyTokens = 32)
{
    /// <summary>The tokens of the longest chat.</summary>
    public int Context => SharedTokens + Turns * (NewTokens + ReplyTokens);

    /// <summary>
    /// The most that can be reused, as a share of all prompt tokens: 1 - new tokens / prompt tokens, in [0, 1], where the shared text is new
    /// once and a reply is not new to who gave it.
    /// </summary>
    public double Possible
    {
        get
        {
            var prompts = Debates * Enumerable.Range(0, Turns).Sum(turn => SharedTokens + turn * (NewTokens + ReplyTokens) + (long)NewTokens);
            return 1 - (SharedTokens + (double)Debates * Turns * NewTokens) / prompts;
        }
    }
}

/// <summary>What a workload took.</summary>
/// <param name="PromptTokens">The tokens of all prompts.</param>
/// <param name="ReusedTokens">Those among them that were not read again.</param>
/// <param name="GeneratedTokens">The tokens of all replies.</param>
/// <param name="CpuSeconds">Processor time of the process, in seconds.</param>
/// <param name="Seconds">Time that passed, in seconds.</param>
public sealed record LocalMeasurement(long PromptTokens, long ReusedTokens, long GeneratedTokens, double CpuSeconds, double Seconds)
{
    /// <summary>The share of prompt tokens that were not read again, in [0, 1].</summary>
    public double Reuse => (double)ReusedTokens / PromptTokens;

    /// <summary>Generated tokens a second of processor time, prompts included.</summary>
    public double TokensPerCpuSecond => GeneratedTokens / CpuSeconds;

    /// <summary>Generated tokens a second, prompts included.</summary>
    public double TokensPerSecond => GeneratedTokens / Seconds;
}

/// <summary>Measures a model in this process.</summary>
public static class LocalBenchmark
{
    /// <summary>
    /// Loads the model with a slot a debate and does the work; throws <see cref="InputException"/> where it cannot be loaded.
    /// </summary>
    /// <param name="spec">The model's entry; slots and context are those of the work.</param>
    /// <param name="runtimes">What runs it.</param>
    /// <param name="work">The work.</param>
    /// <param name="reuses">Whether what was read once is used again.</param>
    /// <param name="seed">The seed of prompts and replies.</param>
    /// <param name="notice">Told what loading takes.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task<LocalMeasurement> MeasureAsync(
        GgufSpec spec, ILocalRuntimes runtimes, LocalWorkload work, bool reuses, long seed, Action<string> notice, CancellationToken stop)
    {
        var sized = spec with
        {
            Parallel = work.Debates, ContextTokens = work.Context + 1, BatchTokens = Math.Max(spec.BatchTokens, work.Debates),
        };
        using var host = LoadedModel.Load(sized, runtimes, notice, reuses).Host;
        var words = new Words(host.Runtime, seed);
        await host.RunAsync(words.Take(64), Sample(seed, 8), stop);
        var shared = words.Take(work.SharedTokens);
        var (cpu, began) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.GetTimestamp());
        var replies = await Task.WhenAll(Enumerable.Range(0, work.Debates).Select(async debate =>
        {
            var own = new Words(host.Runtime, SeededRandom.DeriveSeed(seed, $"debate {debate}"));
            var (chat, all) = (shared.ToList(), new List<LocalReply>());
            for (var turn = 0; turn < work.Turns; turn++)
            {
                chat.AddRange(own.Take(work.NewTokens));
                all.Add(await host.RunAsync(chat, Sample(SeededRandom.DeriveSeed(seed, $"{debate}/{turn}"), work.ReplyTokens), stop));
                chat.AddRange(all[^1].Tokens);
            }
            return all;
        }));
        var took = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        var flat = replies.SelectMany(all => all).ToArray();
        return new(flat.Sum(r => (long)r.PromptTokens), flat.Sum(r => (long)r.ReusedTokens), flat.Sum(r => (long)r.Tokens.Count), took,
            Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static LocalSampling Sample(long seed, int tokens) =>
        new(GgufSpec.DefaultTemperature, null, seed, tokens, []) { IgnoresEnd = true };

    /// <summary>Tokens of made-up sentences.</summary>
    private sealed class Words(ILocalRuntime runtime, long seed)
    {
        private static readonly string[] Vocabulary =
            ["the", "claim", "holds", "because", "two", "of", "3", "numbers", "add", "up", "to", "97"];

        private readonly SeededRandom _draws = SeededRandom.Create(seed, "words");

        public List<int> Take(int count)
        {
            var tokens = new List<int>();
            while (tokens.Count < count)
                tokens.AddRange(runtime.Tokenize($" {Vocabulary[_draws.NextInt(Vocabulary.Length)]}"));
            return tokens[..count];
        }
    }
}
