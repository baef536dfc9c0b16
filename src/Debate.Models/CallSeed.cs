using Debate.Core;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>Derives the seed sent to a model from the call's seed and its sample number, so that samples are independent.</summary>
public static class CallSeed
{
    /// <summary>The seed, in 31 bits, which every server accepts.</summary>
    public static long Derive(ModelCall call) =>
        (call.Sample == 0 ? call.Seed : SeededRandom.DeriveSeed(call.Seed, $"sample {call.Sample}")) & int.MaxValue;
}
