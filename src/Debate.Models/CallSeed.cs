using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>The seed that goes to a model: a function of the call's seed and its sample, so that samples are independent.</summary>
public static class CallSeed
{
    /// <summary>31 bits: what every server accepts.</summary>
    public static long Of(ModelCall call) =>
        (call.Sample == 0 ? call.Seed : Draws.Seed(call.Seed, $"sample {call.Sample}")) & int.MaxValue;
}
