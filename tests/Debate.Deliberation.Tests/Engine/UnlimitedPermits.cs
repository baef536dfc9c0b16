namespace Debate.Deliberation.Tests.Engine;

/// <summary>A permit of a model that never limits its calls.</summary>
internal sealed class UnlimitedPermits : IDisposable
{
    public static ValueTask<IDisposable> Free { get; } = new(new UnlimitedPermits());

    public void Dispose() { }
}
