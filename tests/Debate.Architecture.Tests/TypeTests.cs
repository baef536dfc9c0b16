using System.Runtime.CompilerServices;

namespace Debate.Architecture.Tests;

public sealed class TypeTests
{
    [Fact]
    public void Classes_are_sealed_static_or_abstract()
    {
        var written = Repository.Assemblies.SelectMany(a => a.GetTypes()).Where(IsWritten).ToArray();
        Assert.True(written.Length > 100, $"{written.Length} classes were found");
        Assert.Empty(written.Where(t => !t.IsSealed && !t.IsAbstract).Select(t => t.FullName));
    }

    /// <summary>Whether a person wrote it, rather than a compiler or a generator.</summary>
    private static bool IsWritten(Type type) => type.IsClass && !type.Name.Contains('<', StringComparison.Ordinal)
        && type.Namespace?.StartsWith("Debate", StringComparison.Ordinal) == true
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), false)
        && !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), false);
}
