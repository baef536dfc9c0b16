using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>What stands behind one configured model.</summary>
internal interface IModelBackend : IDisposable
{
    /// <summary>Asks, with retries where they can help; throws <see cref="OutageException"/> where it cannot be asked.</summary>
    Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation);
}
