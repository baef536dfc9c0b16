using System.CommandLine;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Llama;
using Debate.Models;

namespace Debate.Cli.Commands;

/// <summary><c>debate bench</c>: measures what runs in this process.</summary>
internal sealed class MeasureCommand : Command
{
    public MeasureCommand() : base("bench", "Measure what runs in this process.") => Add(new MeasureModel());

    /// <summary><c>debate bench model NAME</c>: a stated workload, with what was read once used again and without.</summary>
    private sealed class MeasureModel : Command
    {
        private readonly Argument<string> _name = new("name") { Description = "The model: a 'gguf' entry of the configuration." };

        public MeasureModel() : base("model", "Measure a model that runs in this process: what reading once is worth, tokens a second.")
        {
            Add(_name);
            SetAction(RunAsync);
        }

        private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
        {
            var terminal = CommonOptions.Terminal(parse);
            var file = ModelOptions.File(parse)
                ?? throw new InputException("no models are configured; give --config FILE, or put a debate.yaml here");
            var name = parse.GetRequiredValue(_name);
            var spec = ModelConfiguration.Read(Files.Read(file), file).Find(name) as GgufSpec
                ?? throw new InputException($"model '{name}': it is no 'gguf' entry, so nothing of it runs in this process");
            var (work, seed) = (new LocalWorkload(), parse.GetValue(CommonOptions.Seed) ?? 1);
            terminal.Report($"{work.Debates} debates at once, {work.SharedTokens} tokens shared, {work.Turns} turns of {work.NewTokens} new "
                + $"tokens and {work.ReplyTokens} replied; slots and context are those of this work");
            var with = await MeasureAsync(reuses: true);
            var without = await MeasureAsync(reuses: false);
            var gain = with.TokensPerCpuSecond / without.TokensPerCpuSecond;
            if (terminal.IsJson)
                terminal.WriteJson(new
                {
                    model = name, work, with.Reuse, work.Possible, with.TokensPerCpuSecond, with.TokensPerSecond, gain, with, without,
                });
            else
                foreach (var line in Describe(work, with, without, gain)) terminal.WriteLine(line);
            return Exit.Ok;

            Task<LocalMeasurement> MeasureAsync(bool reuses) =>
                LocalBenchmark.MeasureAsync(spec, LlamaRuntimes.Instance, work, reuses, seed, reuses ? terminal.Report : _ => { }, stop);
        }

        private static IEnumerable<string> Describe(LocalWorkload work, LocalMeasurement with, LocalMeasurement without, double gain) =>
        [
            Format($"reuse                   {with.Reuse:0.000} of prompt tokens; {work.Possible:0.000} is possible"),
            Format($"tokens per CPU second   {with.TokensPerCpuSecond:0.0}; {without.TokensPerCpuSecond:0.0} without reuse ({gain:0.0} times)"),
            Format($"tokens per second       {with.TokensPerSecond:0.0}; {without.TokensPerSecond:0.0} without reuse"),
        ];

        private static string Format(FormattableString text) => FormattableString.Invariant(text);
    }
}
