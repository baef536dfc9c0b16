namespace Debate.Deliberation.Tests.Engine;

/// <summary>A place at a model that has room for everybody.</summary>
internal sealed class NoPlace : IDisposable
{
    public static ValueTask<IDisposable> Free { get; } = new(new NoPlace());

    public void Dispose() { }
}
