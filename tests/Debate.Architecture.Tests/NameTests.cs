using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Debate.Architecture.Tests;

/// <summary>One noun, one meaning (src/GLOSSARY.md): what may be called what.</summary>
public sealed partial class NameTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Words that stood for several things, or for one that the field has a word for: no part of a type's or public method's
    /// name.</summary>
    private static readonly HashSet<string> Retired = new(StringComparer.Ordinal)
    {
        "Told", "Tells", "Desk", "Door", "Doors", "Roster", "Rosters", "Patience", "Setback", "Reception", "Applicant", "Clocking",
            "Misfit",
        "Breach", "Tally", "Unaided", "Stamp", "Newcomer", "Newcomers", "Contestant", "Backend", "Backends", "Pace",
        "Promise", "Spot", "Refusal", "Lookout", "Compositions", "Hypothesis", "Effort", "Rhythm", "Cohort", "Trouble",
    };

    /// <summary>Verbs and nouns that say nothing alone: no public method's whole name.</summary>
    private static readonly HashSet<string> Alone = new(StringComparer.Ordinal)
    {
        "Tell", "Said", "Say", "See", "Place", "Held", "Left", "Taken", "Found", "Asked", "Here", "Away", "Beside", "Around", "Apart",
            "Barren",
        "Soon", "Rival", "Spoken", "Stands", "Drives", "Bound", "Look", "LookAsync", "Form", "Shown",
    };

    /// <summary>Where "X.Of(y)" is longer than one expression or takes more than one argument, and still the plainest name.</summary>
    private static readonly HashSet<string> LongerOf = new(StringComparer.Ordinal);

    private static IEnumerable<Type> Types => Repository.Assemblies.SelectMany(a => a.GetTypes())
        .Where(t => t.Namespace?.StartsWith("Debate", StringComparison.Ordinal) == true && !t.IsNestedPrivate
            && !t.Name.Contains('<', StringComparison.Ordinal)
            && !t.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), false));

    [Fact]
    public void A_public_type_name_stands_once()
    {
        var names = Types.Where(t => t.IsVisible).GroupBy(t => t.Name, StringComparer.Ordinal).ToArray();
        Assert.True(names.Length > 500, $"{names.Length} public types were found");
        Assert.Empty(names.Where(g => g.Count() > 1).Select(g => string.Join(" and ", g.Select(t => t.FullName))));
    }

    [Fact]
    public void Retired_words_are_no_names_of_types_or_public_methods()
    {
        Assert.Empty(Types.Where(t => Words(t.Name).Any(Retired.Contains)).Select(t => t.FullName));
        var methods = Types.SelectMany(t => t.GetMethods(Declared)).Where(m => !m.IsSpecialName).ToArray();
        Assert.True(methods.Length > 1500, $"{methods.Length} public methods were found");
        Assert.Empty(methods.Where(m => Alone.Contains(m.Name) || Words(m.Name).Any(Retired.Contains))
            .Select(m => $"{m.DeclaringType!.FullName}.{m.Name}").Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_is_said_of_one_thing_in_one_expression()
    {
        Assert.True(LongerOf.Count <= 30);
        var methods = Repository.Files("*.cs", "src", "client", "silo").SelectMany(Methods).ToArray();
        Assert.True(methods.Length > 3000, $"{methods.Length} methods were found");
        var longer = methods.Where(m => m.Identifier.Text == "Of" && IsCallable(m) && !IsShort(m)).Select(NameOf).ToArray();
        Assert.Empty(longer.Except(LongerOf));
        Assert.Empty(LongerOf.Except(longer));
    }

    private static IEnumerable<MethodDeclarationSyntax> Methods(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>();

    /// <summary>Whether another class can call it.</summary>
    private static bool IsCallable(MethodDeclarationSyntax method) => method.Parent is InterfaceDeclarationSyntax
        || method.Modifiers.Any(m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword);

    private static bool IsShort(MethodDeclarationSyntax method) =>
        method.ParameterList.Parameters.Count == 1 && method.ExpressionBody is not null;

    private static string NameOf(MethodDeclarationSyntax method) => $"{((TypeDeclarationSyntax)method.Parent!).Identifier.Text}.Of";

    private static IEnumerable<string> Words(string name) => Word().Matches(name).Select(m => m.Value);

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();
}
