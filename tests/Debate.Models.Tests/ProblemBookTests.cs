using CsCheck;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models.Tests;

public sealed class ProblemBookTests
{
    [Fact]
    public void Longest_text_that_the_seat_was_told_is_the_problem()
    {
        var book = new ProblemBook([new("a", "How far?"), new("b", "How far? And why?"), new("c", "How"), new("d", "")]);

        Assert.Equal("b", book.Find([new(Role.System, "Debate: How far?"), new(Role.User, "Now How far? And why? Go.")])?.Key);
        Assert.Equal("a", book.Find([new(Role.User, "How far?"), new(Role.Assistant, "How far? And why?")])?.Key);
        Assert.Null(book.Find([new(Role.User, "Ho")]));
        Assert.Null(ProblemBook.Empty.Find([new(Role.User, "How far?")]));
    }

    [Fact]
    public void Search_finds_what_a_plain_search_finds() =>
        Gen.Select(Gen.String["ab "].Array[0, 12], Gen.String["ab "].Array[0, 4]).Sample((texts, told) =>
    {
        var problems = texts.Select((text, i) => new Problem($"{i}", text)).ToArray();
        ChatMessage[] chat = [.. told.Select(t => new ChatMessage(Role.User, t))];
        var lengths = texts.Where(text => text.Length > 0 && told.Any(t => t.Contains(text, StringComparison.Ordinal)))
            .Select(text => text.Length);

        Assert.Equal(lengths.DefaultIfEmpty(0).Max(), new ProblemBook(problems).Find(chat)?.Text.Length ?? 0);
    }, seed: "0N0XIzNsQ0O2", iter: 2000);
}
