namespace Debate.Argumentation.Solving;

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
