using System.Net;

namespace Debate.Models;

/// <summary>Which addresses a key and a prompt may be sent to.</summary>
internal static class EndpointAddress
{
    public const string Rule =
        "must be an absolute http or https URL without user, password, query or fragment, and not a link-local address";

    /// <summary>The address without a slash at its end; null where it breaks <see cref="Rule"/>.</summary>
    public static Uri? Parse(string text)
    {
        if (!Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri)) return null;
        var plain = uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;
        return plain && !IsLinkLocal(uri) ? uri : null;
    }

    // Cloud machines hand out credentials at link-local addresses.
    private static bool IsLinkLocal(Uri uri)
    {
        if (!IPAddress.TryParse(uri.DnsSafeHost, out var address)) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.IsIPv6LinkLocal || address.GetAddressBytes() is [169, 254, _, _];
    }
}
