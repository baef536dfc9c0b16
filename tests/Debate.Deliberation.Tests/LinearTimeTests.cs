namespace Debate.Deliberation.Tests;

/// <summary>The measure itself: what is linear passes, and what is not fails.</summary>
public sealed class LinearTimeTests
{
    [Fact]
    public void Linear_work_passes() => LinearTime.Holds("ab", text => _ = text.Count(c => c == 'b'));

    [Fact]
    public void Quadratic_work_fails() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => LinearTime.Holds("ab", text =>
    {
        var pairs = 0;
        for (var i = 0; i < text.Length; i++)
            for (var j = 0; j < i; j++)
                if (text[i] == text[j]) pairs++;
        Assert.NotEqual(0, pairs);
    }, 6_400));

    [Fact]
    public void Cutting_a_text_at_its_beginning_again_and_again_fails() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => LinearTime.Holds("ab", text =>
        {
            while (text.Length > 0) text = text[2..];
        }, 32_000));

    [Fact]
    public void What_takes_longer_than_its_yardstick_allows_fails() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(
        () => LinearTime.IsAtMost(10, () => Thread.SpinWait(1_000), () => Thread.SpinWait(100_000)));
}
