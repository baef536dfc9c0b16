using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Debate.Client;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Testing;

namespace Debate.EndToEnd.Tests.Hostile;

/// <summary>Silos and Orleans clients that know one another by a certificate, and those that have none of theirs.</summary>
public sealed class ClusterCertificateTests
{
    private const string Models = "models:\n  sim: { simulated: bernoulli, accuracy: 0.6 }\n";
    private static readonly DateTimeOffset Long = DateTimeOffset.UnixEpoch.AddYears(50), Longer = DateTimeOffset.UnixEpoch.AddYears(90);

    /// <summary>
    /// A run goes from the silo with the doors to the one that drives it, over mutual TLS. A silo or a client that has no certificate, or
    /// another one, is nobody, and is told so.
    /// </summary>
    [Fact]
    public async Task Silos_with_a_certificate_know_one_another_and_nobody_else()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        using var folder = new ToolFolder();
        var (ours, others) = (WriteFile(folder, "ours.pem", CreateCertificate()), WriteFile(folder, "others.pem", CreateCertificate()));
        await using var doors = new ServeProcess();
        doors.Tool.Write("debate.yaml", Models);
        var gateway = IPEndPoint.Parse(
            await doors.StartAsync("--cluster", redis.Address, "--roles", "web,solver", "--cluster-certificate", ours));
        await using var driver = new ServeProcess();
        driver.Tool.Write("debate.yaml", Models);
        await driver.StartAsync("--cluster", redis.Address, "--roles", "deliberation,model-host", "--cluster-certificate", ours);
        using var http = doors.Http();
        await Patience.UntilAsync(async () => (await http.GetAsync("health/ready")).IsSuccessStatusCode, "the doors are never ready");
        using var client = new ToolFolder { Variables = { ["DEBATE_SERVER"] = doors.Address } };
        var run = await client.RunAsync("run", "--question", "2+2?", "--model", "sim");
        Assert.True(run.Code == 0, run.Error);

        await using (var orleans = await DebateClient.ConnectAsync(
            $"{gateway}", certificate: ClusterCertificate.Read(ours), cancellation: TestContext.Current.CancellationToken))
            Assert.NotNull((await orleans.ReadAsync("no-such-graph", cancellation: TestContext.Current.CancellationToken)).Text);
        foreach (var (file, why) in new[] { (null, "knows others by a certificate, and this end has none"), (others, "has another certificate") })
        {
            var refused = await Assert.ThrowsAsync<InputException>(() => DebateClient.ConnectAsync(
                $"{gateway}", certificate: file is null ? null : ClusterCertificate.Read(file), cancellation: TestContext.Current.CancellationToken));
            Assert.StartsWith($"gateway '{gateway}': it {why}", refused.Message, StringComparison.Ordinal);
            await IsClosedAsync(gateway, file);
            await using var stranger = new ServeProcess();
            var ended = await stranger.Tool.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--cluster", redis.Address,
                .. file is null ? Array.Empty<string>() : ["--cluster-certificate", file]]);
            Assert.Equal(2, ended.Code);
            Assert.Contains($"--cluster '{redis.Address}", ended.Error, StringComparison.Ordinal);
            Assert.Contains(why, ended.Error, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/ready")).StatusCode);
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("key only")]
    [InlineData("certificate only")]
    [InlineData("another's key")]
    public async Task File_without_a_certificate_and_its_key_is_refused(string what)
    {
        using var folder = new ToolFolder();
        var (one, other) = (CreateCertificate(), CreateCertificate());
        if (what != "absent") WriteFile(folder, "c.pem", what switch
        {
            "key only" => KeyOf(one),
            "certificate only" => one.ExportCertificatePem(),
            _ => one.ExportCertificatePem() + "\n" + KeyOf(other),
        });
        var refused = await folder.RunAsync("serve", "--cluster-certificate", "c.pem", "--urls", "http://127.0.0.1:0");
        Assert.Equal(2, refused.Code);
        Assert.Contains("c.pem': it must be a PEM file with a certificate and its key", refused.OneLine, StringComparison.Ordinal);
    }

    /// <summary>Who is taken by whom: the same certificate, one of the same authority while it is valid, one that is to be replaced.</summary>
    [Fact]
    public void Certificate_is_taken_that_is_the_same_or_signed_by_an_authority_of_the_file()
    {
        using var folder = new ToolFolder();
        using var authority = CreateCertificate(isAuthority: true);
        var now = DateTimeOffset.UtcNow;
        using var signed = CreateCertificate(authority, now.AddDays(-1), now.AddDays(1));
        using var second = CreateCertificate(authority, now.AddDays(-1), now.AddDays(1));
        using var expired = CreateCertificate(authority, now.AddDays(-2), now.AddDays(-1));
        using var alone = CreateCertificate();
        var own = ClusterCertificate.Read(WriteFile(folder, "signed.pem", signed, authority.ExportCertificatePem()));
        Assert.True(own.IsTrusted(signed));
        Assert.True(own.IsTrusted(second));
        Assert.False(own.IsTrusted(expired));
        Assert.False(own.IsTrusted(alone));
        Assert.False(own.IsTrusted(null));
        // Without the authority in its file it knows itself alone.
        Assert.False(ClusterCertificate.Read(WriteFile(folder, "no-authority.pem", signed)).IsTrusted(second));
        // One that is to be replaced stands beside its successor for as long as both are in use.
        Assert.True(ClusterCertificate.Read(WriteFile(folder, "both.pem", alone, authority.ExportCertificatePem())).IsTrusted(second));
        using var successor = CreateCertificate();
        Assert.True(ClusterCertificate.Read(WriteFile(folder, "next.pem", successor, alone.ExportCertificatePem())).IsTrusted(alone));
        Assert.False(ClusterCertificate.Read(WriteFile(folder, "alone.pem", alone)).IsTrusted(successor));
    }

    /// <summary>The gateway closes the connection of who shows a certificate that it does not know, or none, without a word.</summary>
    private static async Task IsClosedAsync(IPEndPoint gateway, string? file)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(gateway);
        await using var tls = new SslStream(connection.GetStream(), false, (_, _, _, _) => true);
        using var pem = file is null ? null : X509Certificate2.CreateFromPemFile(file);
        using var shown = pem is null ? null : X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        var count = 0;
        var ended = await Record.ExceptionAsync(async () =>
        {
            await tls.AuthenticateAsClientAsync("debate", shown is null ? null : [shown], false);
            // With TLS 1.3 the server decides after our handshake.
            count = await tls.ReadAsync(new byte[1], TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Long);
        });
        Assert.Equal(0, count);
        Assert.IsNotType<TimeoutException>(ended);
    }

    private static X509Certificate2 CreateCertificate(
        X509Certificate2? authority = null, DateTimeOffset? from = null, DateTimeOffset? until = null, bool isAuthority = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(isAuthority ? "CN=debate authority" : "CN=debate", key, HashAlgorithmName.SHA256);
        if (isAuthority) request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        if (authority is null) return request.CreateSelfSigned(from ?? Long, until ?? Longer);
        using var signed = request.Create(authority, from!.Value, until!.Value, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    private static string WriteFile(ToolFolder folder, string name, X509Certificate2 certificate, string more = "") =>
        WriteFile(folder, name, certificate.ExportCertificatePem() + "\n" + KeyOf(certificate) + "\n" + more);

    private static string WriteFile(ToolFolder folder, string name, string text) => Path.Combine(folder.Folder, folder.Write(name, text));

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }
}
