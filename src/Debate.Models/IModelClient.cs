using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>The client of one configured model.</summary>
internal interface IModelClient : IDisposable
{
    /// <summary>Asks the model, with retries if they can help; throws <see cref="OutageException"/> if it cannot be asked.</summary>
    Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation);
}
