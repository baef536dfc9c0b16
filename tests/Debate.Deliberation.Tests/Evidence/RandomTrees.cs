using System.Globalization;
using Debate.Argumentation;
using Debate.Core;

namespace Debate.Deliberation.Tests.Evidence;

/// <summary>Random argument trees with the motion "c": at least four deep, half supports and half attacks, some of them undercut.</summary>
internal static class RandomTrees
{
    public static ArgumentMap Map(long seed, int arguments)
    {
        var (draws, builder, depth) = (SeededRandom.Create(seed, "tree"), new ArgumentGraphBuilder(), new List<int> { 0 });
        builder.AddArgument("c");
        for (var i = 1; i < arguments; i++)
        {
            var parent = i <= 4 ? i - 1 : Shallow(draws, depth, i);
            builder.AddArgument(Name(i));
            depth.Add(depth[parent] + 1);
            var inference = $"{Name(parent)}->{Name(draws.NextInt(parent + 1))}";
            if (draws.NextBool(0.1) && builder.TryGetHandle(inference, out _)) builder.AddAttack(Name(i), inference);
            else if (draws.NextBool(0.5)) builder.AddSupport(Name(i), Name(parent));
            else builder.AddAttack(Name(i), Name(parent));
        }
        return new ArgumentMap(FormattableString.Invariant($"tree-{seed}"), builder.Build()) { Motions = ["c"] };
    }

    private static int Shallow(SeededRandom draws, List<int> depth, int before)
    {
        int parent;
        do parent = draws.NextInt(before); while (depth[parent] >= 6);
        return parent;
    }

    private static string Name(int i) => i == 0 ? "c" : "a" + i.ToString(CultureInfo.InvariantCulture);
}
