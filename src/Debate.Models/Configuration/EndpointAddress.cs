using System.Net;

namespace Debate.Models;

/// <summary>Validates the addresses to which API keys and prompts may be sent.</summary>
internal static class EndpointAddress
{
    public const string Rule =
        "must be an absolute http or https URL without user, password, query or fragment, and not a link-local address";

    /// <summary>Parses an address and drops its trailing slash; null if it violates <see cref="Rule"/>.</summary>
    public static Uri? Parse(string text)
    {
        if (!Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri)) return null;
        var plain = uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;
        return plain && !IsLinkLocal(uri) ? uri : null;
    }

    /// <summary>Whether two addresses lead to one server, as far as can be told from them: all names of this machine are one.</summary>
    public static bool AreSame(Uri one, Uri other) => one.Scheme == other.Scheme && one.Port == other.Port
        && (one.IsLoopback && other.IsLoopback || one.IdnHost == other.IdnHost)
        && one.AbsolutePath.TrimEnd('/') == other.AbsolutePath.TrimEnd('/');

    // Cloud metadata services hand out credentials at link-local addresses.
    private static bool IsLinkLocal(Uri uri)
    {
        if (!IPAddress.TryParse(uri.DnsSafeHost, out var address)) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.IsIPv6LinkLocal || address.GetAddressBytes() is [169, 254, _, _];
    }
}
