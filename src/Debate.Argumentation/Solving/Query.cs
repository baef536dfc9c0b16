using Debate.Argumentation.Semantics;
using Debate.Core.Input;

namespace Debate.Argumentation.Solving;

/// <summary>The kind of a query, with its code in the ICCMA competitions.</summary>
public enum QueryKind
{
    /// <summary>SE: some extension.</summary>
    SomeExtension,

    /// <summary>EE: every extension.</summary>
    Extensions,

    /// <summary>CE: the number of extensions.</summary>
    Count,

    /// <summary>DC: is the argument in some extension?</summary>
    Credulous,

    /// <summary>DS: is the argument in every extension? Yes if there is no extension.</summary>
    Sceptical,
}

/// <summary>A query to the solver about a framework.</summary>
/// <param name="Kind">The kind of the query.</param>
/// <param name="Semantics">The semantics.</param>
/// <param name="Argument">The argument of the query; -1 if it has none.</param>
/// <param name="Limit">Maximum number of extensions for <see cref="QueryKind.Extensions"/>.</param>
public sealed record Query(QueryKind Kind, ISemantics Semantics, int Argument = -1, long Limit = long.MaxValue)
{
    /// <summary>Every kind.</summary>
    public static IReadOnlyList<QueryKind> Kinds { get; } =
        [QueryKind.SomeExtension, QueryKind.Extensions, QueryKind.Count, QueryKind.Credulous, QueryKind.Sceptical];

    /// <summary>The code of a kind: SE, EE, CE, DC, DS.</summary>
    public static string CodeOf(QueryKind kind) => kind switch
    {
        QueryKind.SomeExtension => "SE",
        QueryKind.Extensions => "EE",
        QueryKind.Count => "CE",
        QueryKind.Credulous => "DC",
        _ => "DS",
    };

    /// <summary>True if the kind asks about one argument.</summary>
    public static bool NeedsArgument(QueryKind kind) => kind is QueryKind.Credulous or QueryKind.Sceptical;

    /// <summary>Parses a code such as DC-CO; an <see cref="InputException"/> for an unknown one.</summary>
    public static Query Parse(string code, int argument = -1)
    {
        var dash = code.IndexOf('-', StringComparison.Ordinal);
        foreach (var kind in Kinds)
            if (dash > 0 && code.AsSpan(0, dash).Equals(CodeOf(kind), StringComparison.OrdinalIgnoreCase)
                && SemanticsCatalogue.Find(code[(dash + 1)..]) is { } semantics)
                return new Query(kind, semantics, argument);
        throw new InputException($"problem '{code}': it must be SE, EE, CE, DC or DS, a dash, and one of {SemanticsCatalogue.Codes}");
    }
}

/// <summary>The solver's answer. The kind of the query determines which fields are set.</summary>
/// <param name="Accepted">DC, DS: the answer. SE: whether there is an extension.</param>
/// <param name="Witness">
/// SE: the extension. DC: an extension with the argument, if the answer is yes. DS: an extension without it, if the answer is no.
/// Ascending.
/// </param>
/// <param name="Extensions">EE: the extensions, each ascending, in the order found.</param>
/// <param name="Count">CE, EE: how many.</param>
public sealed record Answer(
    bool Accepted,
    IReadOnlyList<int>? Witness = null,
    IReadOnlyList<IReadOnlyList<int>>? Extensions = null,
    System.Numerics.BigInteger? Count = null);

/// <summary>An acceptance criterion: membership in some extension of a semantics (credulous), or in every one (sceptical).</summary>
/// <param name="Semantics">The semantics.</param>
/// <param name="Sceptical">True if the argument must be in every extension (which trivially holds if there is none).</param>
public sealed record Acceptance(ISemantics Semantics, bool Sceptical = false)
{
    /// <summary>The answer for an argument, with its witness.</summary>
    public Answer Ask(Framework framework, int argument, SearchBudget budget) => Solver.Ask(
        framework, new Query(Sceptical ? QueryKind.Sceptical : QueryKind.Credulous, Semantics, argument), budget);

    /// <summary>The negation of <see cref="ToString"/>, such as: in no preferred extension.</summary>
    public string NotAcceptedText => Semantics.Code == "GR" || Sceptical ? $"not {this}" : $"in no {Semantics.Name} extension";

    /// <summary>The criterion in words, such as: in some preferred extension.</summary>
    public override string ToString() =>
        Semantics.Code == "GR" ? "in the grounded extension" : $"in {(Sceptical ? "every" : "some")} {Semantics.Name} extension";
}

/// <summary>Answers queries about a framework: the single entry point to the semantics.</summary>
public static class Solver
{
    /// <summary>
    /// Answers a query. An argument outside the framework is an <see cref="InputException"/>; for what can end a search early see
    /// <see cref="SearchBudget"/>.
    /// </summary>
    public static Answer Ask(Framework framework, Query query, SearchBudget? budget = null)
    {
        budget ??= new SearchBudget();
        if (Query.NeedsArgument(query.Kind) && (query.Argument < 0 || query.Argument >= framework.Count))
            throw new InputException($"argument {query.Argument + 1}: it must be in 1..{framework.Count}");
        return query.Kind switch
        {
            QueryKind.SomeExtension => query.Semantics.Extension(framework, budget) is { } found ? new(true, found) : new(false),
            QueryKind.Extensions => FindExtensions(framework, query, budget),
            QueryKind.Count => new(true, Count: query.Semantics.Count(framework, budget)),
            QueryKind.Credulous => query.Semantics.Credulous(framework, query.Argument, budget),
            _ => query.Semantics.Sceptical(framework, query.Argument, budget),
        };
    }

    private static Answer FindExtensions(Framework framework, Query query, SearchBudget budget)
    {
        var found = new List<IReadOnlyList<int>>();
        foreach (var extension in query.Semantics.Extensions(framework, budget))
        {
            if (found.Count >= query.Limit) break;
            found.Add(extension);
        }
        return new(found.Count > 0, Extensions: found, Count: found.Count);
    }
}
