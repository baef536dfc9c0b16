namespace Debate.Deliberation.Tests.Engine;

/// <summary>A permit of a model that never limits its calls.</summary>
internal sealed class NoPlace : IDisposable
{
    public static ValueTask<IDisposable> Free { get; } = new(new NoPlace());

    public void Dispose() { }
}
