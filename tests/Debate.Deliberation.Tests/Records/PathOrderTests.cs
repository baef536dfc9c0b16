using CsCheck;
using Debate.Core;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Tests.Records;

public sealed class PathOrderTests
{
    private static readonly string[] Words = ["start", "end", "epoch", "007", ""];

    [Fact]
    public void Numbers_count_by_value_and_a_path_stands_before_what_lies_under_it()
    {
        string[] ordered = ["start", "0", "2", "2/0", "2/0/1", "2/1", "2/10/0", "3", "10", "end", "epoch/1", "suspended/5"];
        for (var seed = 0; seed < 20; seed++)
        {
            var shuffled = (string[])ordered.Clone();
            SeededRandom.Create(seed, "paths").Shuffle(shuffled);
            Assert.Equal(ordered, shuffled.Order(PathComparer.Instance));
        }
    }

    [Fact]
    public void Order_is_total()
    {
        var part = Gen.Int[0, 17].Select(n => n < Words.Length ? Words[n] : $"{n - Words.Length}");
        var path = part.Array[1, 4].Select(parts => string.Join('/', parts));
        Gen.Select(path, path, path).Sample((a, b, c) =>
        {
            var order = PathComparer.Instance;
            Assert.Equal(Math.Sign(order.Compare(a, b)), -Math.Sign(order.Compare(b, a)));
            Assert.Equal(a == b, order.Compare(a, b) == 0);
            if (order.Compare(a, b) <= 0 && order.Compare(b, c) <= 0) Assert.True(order.Compare(a, c) <= 0);
        }, iter: 2_000);
    }
}
