using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Benchmarks.Debates;

/// <summary>
/// A model without latency: debaters differ, the moderator never decides, the judge does, so a MAD debate takes all eleven calls.
/// </summary>
internal sealed class InstantModels : IModelClient, IDisposable
{
    private static readonly ModelTerms AnyModel = new(1024, null, null, 0, 0, true);
    private static readonly Usage Once = new(1, 0, 300, 60);

    public ModelTerms FindTerms(string model) => AnyModel;

    public ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation) => new(this);

    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) => Task.FromResult(new ModelReply(call.Seat.Name switch
    {
        "moderator" => """{"preference": "No", "side": "", "reason": "Neither side has shown its answer to be right so far.", "answer": ""}""",
        "judge" => """{"reason": "The second answer survives every objection.", "side": "negative", "answer": "12"}""",
        _ => "The distance is covered twice, so the naive mean does not apply; what counts is the time spent on each half. Answer: 12",
    }, Once));

    public void Dispose() { }
}
