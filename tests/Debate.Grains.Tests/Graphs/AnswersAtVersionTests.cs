using Debate.Grains.Graphs;

namespace Debate.Grains.Tests.Graphs;

public sealed class AnswersAtVersionTests
{
    private readonly VersionedAnswers _answers = new();
    private readonly object _first = new(), _second = new();
    private int _found;

    [Fact]
    public async Task Answer_is_found_once_a_version()
    {
        Assert.Equal(["why 1", "why 1", "how 2", "why 3"], [
            await AskAsync(_first, "why"), await AskAsync(_first, "why"), await AskAsync(_first, "how"), await AskAsync(_second, "why"),
        ]);
    }

    [Fact]
    public async Task What_does_not_last_is_found_again() =>
        Assert.Equal(["why 1", "why 2"], [await AskAsync(_first, "why", lasts: false), await AskAsync(_first, "why", lasts: false)]);

    [Fact]
    public async Task Answer_that_comes_after_the_next_version_is_not_kept_for_it()
    {
        var late = new TaskCompletionSource<(string, bool)>();
        var asked = _answers.GetOrAddAsync(_first, "why", () => late.Task);
        Assert.Equal("why 1", await AskAsync(_second, "why"));
        late.SetResult(("late", true));
        Assert.Equal("late", await asked);
        Assert.Equal("why 1", await AskAsync(_second, "why"));
    }

    private Task<string> AskAsync(object graph, string question, bool lasts = true) =>
        _answers.GetOrAddAsync(graph, question, () => Task.FromResult(($"{question} {++_found}", lasts)));
}
