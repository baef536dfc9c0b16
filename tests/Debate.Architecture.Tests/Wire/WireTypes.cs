using Debate.Contracts;
using Debate.Grains.Deliberations;

namespace Debate.Architecture.Tests.Wire;

/// <summary>The types that cross a grain interface, derived from the interfaces: those that clients call, and those between silos.</summary>
internal static class WireTypes
{
    public static IReadOnlyList<Type> GrainInterfaces { get; } =
        [.. new[] { typeof(WireFormat).Assembly, typeof(DeliberationGrain).Assembly }.SelectMany(a => a.GetTypes()).Where(t => t.IsInterface && typeof(IAddressable).IsAssignableFrom(t))
            .OrderBy(t => t.Name)];

    /// <summary>
    /// Our own types among the parameters and results, and all of ours that are reachable through their public properties.
    /// </summary>
    public static IReadOnlyList<Type> All { get; } = Reach(Crossing);

    /// <summary>Whether a type is itself a parameter or a result, and not just part of one.</summary>
    public static bool IsSent(Type type) => Crossing.Any(t => t == type || t.GenericTypeArguments.Contains(type));

    private static IEnumerable<Type> Crossing => GrainInterfaces.SelectMany(i => i.GetMethods())
        .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType));

    private static List<Type> Reach(IEnumerable<Type> from)
    {
        var reached = new HashSet<Type>();
        var open = new Stack<Type>(from);
        while (open.TryPop(out var type))
        {
            foreach (var part in type.GenericTypeArguments) open.Push(part);
            if (type.GetElementType() is { } element) open.Push(element);
            if (!WireFormat.IsWireType(type) || !reached.Add(type) || type.IsEnum) continue;
            foreach (var property in type.GetProperties()) open.Push(property.PropertyType);
        }
        return [.. reached.OrderBy(t => t.FullName, StringComparer.Ordinal)];
    }
}
