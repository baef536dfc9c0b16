using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Debate.Core.Input;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace Debate.Silo.Web;

/// <summary>
/// Refuses a query that its operation does not declare, before anything is done: a parameter that is not known (with the one that was
/// meant), one that stands there twice, and a value that is not of its kind, its range or its words. What an operation declares are the
/// plain parameters of its handler, with <see cref="RangeAttribute"/> and <see cref="WordsAttribute"/>, and what
/// <see cref="DeclaredParameters"/> add; the API's document is made from the same.
/// </summary>
internal sealed class QueryMiddleware(RequestDelegate next)
{
    private readonly ConditionalWeakTable<Endpoint, QueryContract> _contracts = [];

    public Task InvokeAsync(HttpContext context)
    {
        // Health probes and the dashboard are not ours to hold to anything.
        if (context.Request.QueryString.HasValue && context.GetEndpoint() is RouteEndpoint operation
            && operation.Metadata.GetMetadata<NeededScope>() is not null)
            _contracts.GetValue(operation, QueryContract.FromEndpoint).Check(context.Request.Query);
        return next(context);
    }
}

/// <summary>The words that a parameter of a query may be; several have commas between them where that is allowed.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class WordsAttribute(params string[] words) : Attribute
{
    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>Whether several may be given, with commas between them.</summary>
    public bool Several { get; init; }
}

/// <summary>A parameter that an operation reads by hand.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says, in one sentence.</param>
/// <param name="IsHeader">Whether it is a header; otherwise it stands in the query.</param>
/// <param name="Words">The words that it may be; null for any text.</param>
internal sealed record DeclaredParameter(string Name, string Description, bool IsHeader, IReadOnlyList<string>? Words);

/// <summary>Declares parameters that a handler reads from the request itself.</summary>
internal static class DeclaredParameters
{
    /// <summary>Declares a parameter of the query.</summary>
    public static TBuilder TakesQuery<TBuilder>(this TBuilder operation, string name, string description, params string[] words)
        where TBuilder : IEndpointConventionBuilder =>
        operation.WithMetadata(new DeclaredParameter(name, description, IsHeader: false, words.Length > 0 ? words : null));

    /// <summary>Declares a header.</summary>
    public static TBuilder TakesHeader<TBuilder>(this TBuilder operation, string name, string description)
        where TBuilder : IEndpointConventionBuilder =>
        operation.WithMetadata(new DeclaredParameter(name, description, IsHeader: true, null));

    /// <summary>Declares how a request names its profile of rewards outside its body.</summary>
    public static TBuilder TakesProfile<TBuilder>(this TBuilder operation) where TBuilder : IEndpointConventionBuilder => operation
        .TakesQuery("profile", "The profile of rewards; goes before the header and the body's field.")
        .TakesHeader("X-Debate-Profile", "The profile of rewards; goes before the body's field.");

    /// <summary>Declares the header Idempotency-Key.</summary>
    public static TBuilder TakesIdempotencyKey<TBuilder>(this TBuilder operation) where TBuilder : IEndpointConventionBuilder =>
        operation.TakesHeader("Idempotency-Key",
            "The same key with the same request takes effect once, however often it is sent; with another request it is refused. "
            + "At most 200 characters.");
}

/// <summary>The parameters of a query that one operation takes.</summary>
internal sealed class QueryContract
{
    private readonly Dictionary<string, Func<string, string, InputException?>> _checks = new(StringComparer.OrdinalIgnoreCase);

    private QueryContract()
    {
    }

    /// <summary>The contract of an operation.</summary>
    public static QueryContract FromEndpoint(Endpoint operation)
    {
        var contract = new QueryContract();
        var inPath = ((operation as RouteEndpoint)?.RoutePattern.Parameters ?? []).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, type, attributes) in FindParameters(operation.Metadata.GetMetadata<MethodInfo>()))
            if (!inPath.Contains(name)) contract._checks[name] = CreateCheck(type, attributes);
        foreach (var declared in operation.Metadata.OfType<DeclaredParameter>().Where(d => !d.IsHeader))
            contract._checks[declared.Name] = declared.Words is { } words ? Check(Values.OneOf(words)) : (_, _) => null;
        return contract;
    }

    /// <summary>Throws <see cref="InputException"/> for the first parameter that the operation does not take as it is.</summary>
    public void Check(IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        foreach (var (name, values) in query)
        {
            if (!_checks.TryGetValue(name, out var check))
                throw new ValidationError(name.Length == 0 ? "query" : name, values.ToString(), DescribeUnknown(name)).ToException("");
            if (values.Count > 1) throw new InputException($"{name}: it stands there twice");
            if (check(name, values.ToString()) is { } error) throw error;
        }
    }

    private string DescribeUnknown(string name) => "is not a known parameter; " + (_checks.Count == 0 ? "there are none here"
        : $"{Suggestions.DidYouMean(name, _checks.Keys)}known: {string.Join(", ", _checks.Keys)}");

    // What the framework takes from the query: texts, numbers and truth values that are said to be from nowhere else.
    private static IEnumerable<(string Name, Type Type, ICustomAttributeProvider Attributes)> FindParameters(MethodInfo? handler)
    {
        foreach (var parameter in handler?.GetParameters() ?? [])
        {
            // The framework's document breaks on what stands in a record of parameters.
            if (parameter.IsDefined(typeof(AsParametersAttribute), false))
                throw new InvalidOperationException($"{handler}: its query parameters must be plain ones.");
            if (IsOfQuery(parameter)) yield return (NameOf(parameter), parameter.ParameterType, parameter);
        }
    }

    private static bool IsOfQuery(ParameterInfo parameter) => parameter.GetCustomAttributes(false)
        .All(a => a is not (IFromHeaderMetadata or IFromBodyMetadata or IFromRouteMetadata or IFromServiceMetadata or IFromFormMetadata))
        && (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) is var type
        && (type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(double));

    private static string NameOf(ParameterInfo parameter) =>
        parameter.GetCustomAttributes(false).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name!;

    private static Func<string, string, InputException?> CreateCheck(Type type, ICustomAttributeProvider attributes)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var range = attributes.GetCustomAttributes(typeof(RangeAttribute), false).OfType<RangeAttribute>().FirstOrDefault();
        if (type == typeof(bool)) return Check(Values.Flag);
        if (type == typeof(int)) return Check(Values.Whole((int?)range?.Minimum ?? int.MinValue, (int?)range?.Maximum ?? int.MaxValue));
        if (type == typeof(long))
            return Check(range is null ? Values.Whole(long.MinValue, long.MaxValue) : Values.Whole(ToWhole(range.Minimum), ToWhole(range.Maximum)));
        if (type == typeof(double))
            return Check(range is null ? Values.Real(double.NegativeInfinity, double.PositiveInfinity)
                : Values.Real(ToReal(range.Minimum), ToReal(range.Maximum)));
        var words = attributes.GetCustomAttributes(typeof(WordsAttribute), false).OfType<WordsAttribute>().FirstOrDefault();
        if (words is null) return (_, _) => null;
        var reader = Values.OneOf([.. words.Words]);
        return words.Several ? (name, text) => text.Split(',').Select(word => FindError(reader, name, word)).FirstOrDefault(e => e is not null)
            : Check(reader);
    }

    // A range may have been written as whole numbers or as texts of its type.
    private static long ToWhole(object bound) => Convert.ToInt64(bound, CultureInfo.InvariantCulture);

    private static double ToReal(object bound) => Convert.ToDouble(bound, CultureInfo.InvariantCulture);

    private static Func<string, string, InputException?> Check<T>(ValueReader<T> reader) where T : notnull =>
        (name, text) => FindError(reader, name, text);

    private static InputException? FindError<T>(ValueReader<T> reader, string name, string text) where T : notnull =>
        reader.TryRead(text, out _) ? null : reader.CreateError(name, text).ToException("");
}
