using Debate.Core.Output;
using System.Text.Json.Serialization;
using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Configuration;
using Orleans.Serialization.Serializers;
using Orleans.Serialization;

namespace Debate.Contracts;

/// <summary>
/// The single wire format: this solution's types travel as JSON, so that the pure projects need no Orleans attributes. The types are
/// immutable, so a local call passes them by reference; the JSON codec's own copier would serialise and parse them on every call.
/// </summary>
public static class WireFormat
{
    /// <summary>The serializer options of the JSON on the wire.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(), new WholeNumberConverter(), new UtcConverter(), new LongTextConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The same between silos, where an id travels with its tenant.</summary>
    internal static JsonSerializerOptions BetweenSilos { get; } = new(Json) { Converters = { new DeliberationKeyConverter() } };

    /// <summary>Whether a type belongs to this solution and travels in this format.</summary>
    public static bool IsWireType(Type type) => type.Assembly.GetName().Name?.StartsWith("Debate.", StringComparison.Ordinal) == true
        && !typeof(IAddressable).IsAssignableFrom(type) && !type.IsAssignableTo(typeof(Delegate));

    /// <summary>Adds the wire format; silos, clients and test clusters all call it.</summary>
    public static IServiceCollection AddDebateWireFormat(this IServiceCollection services)
    {
        services.AddSerializer(builder => builder.AddJsonSerializer(IsWireType, static _ => false, options =>
            options.Configure(o => o.SerializerOptions = BetweenSilos)));
        services.AddSingleton<ImmutableCopier>();
        services.AddSingleton<IGeneralizedCopier>(provider => provider.GetRequiredService<ImmutableCopier>());
        services.Configure<TypeManifestOptions>(options =>
        {
            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
                if (assembly.GetName().Name is { } name && name.StartsWith("Debate.", StringComparison.Ordinal))
                    options.AddAllowedAssembly(assembly);
        });
        return services;
    }

    private sealed class ImmutableCopier : IGeneralizedCopier
    {
        public bool IsSupportedType(Type type) => IsWireType(type);

        public object? DeepCopy(object? input, CopyContext context) => input;
    }
}

/// <summary>A moment in JSON: ISO 8601 in UTC, which ends with Z.</summary>
public sealed class UtcConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
