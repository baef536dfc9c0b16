using System.Globalization;
using Debate.Core.Input;

namespace Debate.Silo.Web;

/// <summary>
/// The idempotency key of a request, so that it takes effect once however often it is sent: the header Idempotency-Key, or a field of the
/// body.
/// </summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const int MaxLength = 200;

    /// <summary>The key in the header; null if there is none. Throws <see cref="InputException"/> if it is too long.</summary>
    public static string? ReadHeader(HttpContext context) => context.Request.Headers[Header].ToString() is { Length: > 0 } key
        ? key.Length <= MaxLength ? key : throw new InputException($"{Header}: {key.Length} characters, and at most {MaxLength} are taken")
        : null;

    /// <summary>The key of one item of a batch request; null if the request has none.</summary>
    public static string? ForItem(string? key, int index) =>
        key is null ? null : string.Create(CultureInfo.InvariantCulture, $"{key}.{index}");

    /// <summary>The key in the header or in a field; throws <see cref="InputException"/> if both are given and differ.</summary>
    public static string? ReadHeaderOrField(HttpContext context, string field, string? given) => (ReadHeader(context), given) switch
    {
        (null, _) => given,
        ({ } key, _) when given is null || key == given => key,
        ({ } key, _) => throw new InputException($"{Header} '{key}': the field {field} says '{given}'; give one, or both the same"),
    };
}
