namespace Debate.Argumentation.Solving;

/// <summary>Answers queries about a framework: the single entry point to the semantics.</summary>
public static class Solver
{
    /// <summary>
    /// Answers a query. An argument outside the framework is an <see cref="InputException"/>; for what can end a search early see
    /// <see cref="Effort"/>.
    /// </summary>
    public static Answer Ask(Framework framework, Query query, Effort? effort = null)
    {
        effort ??= new Effort();
        if (Query.NeedsArgument(query.Kind) && (query.Argument < 0 || query.Argument >= framework.Count))
            throw new InputException($"argument {query.Argument + 1}: it must be in 1..{framework.Count}");
        return query.Kind switch
        {
            QueryKind.SomeExtension => query.Semantics.Extension(framework, effort) is { } found ? new(true, found) : new(false),
            QueryKind.Extensions => Every(framework, query, effort),
            QueryKind.Count => new(true, Count: query.Semantics.Count(framework, effort)),
            QueryKind.Credulous => query.Semantics.Credulous(framework, query.Argument, effort),
            _ => query.Semantics.Sceptical(framework, query.Argument, effort),
        };
    }

    private static Answer Every(Framework framework, Query query, Effort effort)
    {
        var found = new List<IReadOnlyList<int>>();
        foreach (var extension in query.Semantics.Extensions(framework, effort))
        {
            if (found.Count >= query.Limit) break;
            found.Add(extension);
        }
        return new(found.Count > 0, Extensions: found, Count: found.Count);
    }
}
