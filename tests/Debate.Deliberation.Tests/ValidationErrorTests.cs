using Debate.Core.Input;

namespace Debate.Deliberation.Tests;

/// <summary>Settings of a run that are out of range.</summary>
public sealed class ValidationErrorTests
{
    [Theory]
    [InlineData(0L, "calls '0'")]
    [InlineData(-1L, "calls '-1'")]
    [InlineData(long.MaxValue, "calls '9223372036854775807'")]
    public void Limit_that_none_can_be_is_named_with_its_value_and_the_rule(long calls, string named)
    {
        var wrong = Assert.Throws<InputException>(() => new Budget(Calls: calls).Validated("budget."));
        Assert.Equal($"budget.{named}: it must be a whole number from 1 to 1000000000000000", wrong.Message);
        Assert.Equal("tokens", new Budget(Tokens: calls).FindError()?.Field);
        Assert.Equal("cost", new Budget(Cost: calls).FindError()?.Field);
        Assert.Equal("time", new Budget(Time: TimeSpan.FromTicks(calls)).FindError()?.Field);
    }

    [Fact]
    public void Limits_that_can_be_are_the_budget()
    {
        foreach (var budget in new[] { Budget.Unlimited, new(1, 1, 0.01m, TimeSpan.FromSeconds(1)),
            new(Values.MaxAmount, Values.MaxAmount, Values.MaxAmount, Durations.Max) })
            Assert.Same(budget, budget.Validated(""));
    }

    [Theory]
    [InlineData(-0.1, 0.5, 1, "temperature")]
    [InlineData(double.NaN, 0.5, 1, "temperature")]
    [InlineData(0, 0, 1, "topP")]
    [InlineData(0, 1.1, 1, "topP")]
    [InlineData(0, 1, 0, "maxTokens")]
    [InlineData(10, 1, 1_000_000, null)]
    public void Sampling_that_none_can_be_is_named(double temperature, double topP, int maxTokens, string? named) =>
        Assert.Equal(named, new Sampling(temperature, topP, maxTokens).FindError()?.Field);
}
