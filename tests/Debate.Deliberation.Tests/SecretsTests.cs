using Debate.Core.Output;
using System.Text;
using System.Text.Json;

namespace Debate.Deliberation.Tests;

public sealed class SecretsTests
{
    private const string Key = "sk-proj-Ab3/xY9+zQ\"7&Kd\u00e9-mN5pR8sT1vW4";

    private static readonly Secrets Known = new([Key, null, ""]);

    private static readonly Dictionary<string, Func<string, string>> Forms = new()
    {
        ["as it is"] = key => key,
        ["upper case"] = key => key.ToUpperInvariant(),
        ["lower case"] = key => key.ToLowerInvariant(),
        ["URL"] = Uri.EscapeDataString,
        ["every byte of a URL"] = key => string.Concat(Encoding.UTF8.GetBytes(key).Select(b => $"%{b:X2}")),
        ["JSON"] = key => JsonSerializer.Serialize(key),
        ["hex"] = key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)),
        ["base64"] = key => Convert.ToBase64String(Encoding.UTF8.GetBytes(key)),
        ["base64 behind one byte"] = key => Convert.ToBase64String(Encoding.UTF8.GetBytes("u" + key + "!")),
        ["base64 behind two bytes"] = key => Convert.ToBase64String(Encoding.UTF8.GetBytes("u:" + key + "?!")),
        ["base64 of a URL"] = key => Convert.ToBase64String(Encoding.UTF8.GetBytes(key)).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ["in two parts"] = key => $"{key[..20]} and {key[20..]}",
    };

    /// <summary>No 12 characters in a row of what is coded are left, whatever stands around it.</summary>
    [Fact]
    public void A_secret_is_taken_out_in_each_form()
    {
        foreach (var (name, code) in Forms)
            foreach (var (before, after) in new[] { ("", ""), ("Incorrect key: ", ". Try again."), ("\u00e4\"", "\"x") })
            {
                var coded = code(Key);
                var clean = Known.Redact($"{before}{coded}{after}");
                Assert.Contains(Secrets.Mark, clean, StringComparison.Ordinal);
                Assert.StartsWith(before, clean, StringComparison.Ordinal);
                Assert.EndsWith(after, clean, StringComparison.Ordinal);
                // Behind the vendor's prefix, which is no secret.
                for (var i = name == "every byte of a URL" ? 24 : 8; i + 12 <= coded.Length; i++)
                    Assert.False(clean.Contains(coded.Substring(i, 12), StringComparison.Ordinal), $"{name}: {clean}");
            }
    }

    [Fact]
    public void Any_twelve_characters_behind_the_vendors_prefix_are_taken_out_and_fewer_are_not()
    {
        var body = Key["sk-proj-".Length..];
        for (var i = 0; i + 12 <= body.Length; i++) Assert.Equal($"<{Secrets.Mark}>", Known.Redact($"<{body.Substring(i, 12)}>"));
        Assert.Equal($"<{body[..11]}>", Known.Redact($"<{body[..11]}>"));
        Assert.Equal($"key {Secrets.Mark} is wrong", Known.Redact($"key {Key} is wrong"));
        Assert.Equal("sk-proj-other-keys-begin-so-too", Known.Redact("sk-proj-other-keys-begin-so-too"));
    }

    [Fact]
    public void A_short_secret_is_taken_out_whole()
    {
        var known = new Secrets(["s3cret", "abc"]);
        Assert.Equal("*** *** abc ***", known.Redact($"s3cret S3CRET abc {Convert.ToHexString("s3cret"u8)}"));
        Assert.Equal("s3cre", known.Redact("s3cre"));
    }

    [Theory]
    [InlineData("redis://:pw@host:6379", "redis://***@host:6379")]
    [InlineData("redis://user:p%40w@host:6379/3", "redis://***@host:6379/3")]
    [InlineData("redis://:p/w#x@host:6379", "redis://***@host:6379")]
    [InlineData("http://any:KEY@h", "http://***@h")]
    [InlineData("http://h:5080/a@b", "http://***@b")]
    [InlineData("http://h/a@b", "http://h/a@b")]
    [InlineData("host:6379", "host:6379")]
    [InlineData("u:pw@host", "***@host")]
    public void A_URL_is_told_without_its_user(string url, string told) => Assert.Equal(told, Secrets.HideUser(url));

    [Fact]
    public void Time_is_linear_in_the_length() => LinearTime.Holds("Ab3/", text => Known.Redact(text));
}
