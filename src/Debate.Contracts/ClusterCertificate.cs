using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Debate.Core.Input;
using Orleans.Connections.Security;

namespace Debate.Contracts;

/// <summary>
/// The certificate by which silos and their Orleans clients know one another: a PEM file with a certificate, its key, and the certificates of
/// authorities, if any. Both ends of a connection show one (mutual TLS). The other's is taken if it is the same certificate, so that one file
/// for all is a shared secret, or if an authority in the file has signed it and it is valid now. Names are not compared: silos are found by
/// address. A certificate that stands among the authorities is taken too: so one is replaced by another while the cluster runs.
/// </summary>
public sealed class ClusterCertificate
{
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(5);

    private readonly X509Certificate2 _own;
    private readonly X509Certificate2Collection _authorities;

    private ClusterCertificate(X509Certificate2 own, X509Certificate2Collection authorities) => (_own, _authorities) = (own, authorities);

    /// <summary>Reads the file; throws <see cref="InputException"/> where it has no certificate with its key.</summary>
    public static ClusterCertificate Read(string file)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(file);
            // Some systems take no key for TLS that was never in a store of keys.
            var own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            authorities.Remove(own);
            return new(own, authorities);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"cluster certificate '{file}': it must be a PEM file with a certificate and its key ({OneLine.Format(wrong.Message, 200)})", wrong);
        }
    }

    /// <summary>Has both ends of each connection show a certificate.</summary>
    public void Configure(TlsOptions options)
    {
        options.LocalCertificate = _own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => IsTrusted(certificate);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = ClusterName.Cluster;
    }

    /// <summary>Whether the other end's certificate is this one, or one of an authority of the file, or signed by one.</summary>
    public bool IsTrusted(X509Certificate2? certificate)
    {
        if (certificate is null) return false;
        if (certificate.RawDataMemory.Span.SequenceEqual(_own.RawDataMemory.Span)) return true;
        if (_authorities.Count == 0) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        return chain.Build(certificate);
    }

    /// <summary>
    /// Looks why a silo or a gateway does not answer: null where certificates are not the reason, or nobody is there. It begins a connection
    /// as one that shows this certificate and looks at the other's; nothing is sent over it.
    /// </summary>
    /// <param name="place">Where the other end listens.</param>
    /// <param name="own">What this end has; null for no certificate.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <returns>What is wrong, as the rest of a sentence after the place.</returns>
    public static async Task<string?> FindMismatchAsync(IPEndPoint place, ClusterCertificate? own, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LookTimeout);
        X509Certificate2? theirs = null;
        try
        {
            using var connection = new TcpClient(place.AddressFamily);
            await connection.ConnectAsync(place, limit.Token);
            await using var tls = new SslStream(connection.GetStream());
            try
            {
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = ClusterName.Cluster,
                    ClientCertificates = own is null ? null : [own._own],
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    {
                        theirs = shown is null ? null : X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
                        return true;
                    },
                }, limit.Token);
            }
            catch (Exception ended) when (ended is IOException or AuthenticationException)
            {
                // Without TLS the other end cannot read how this one begins; with it, it ends the connection after it showed who it is.
            }
            return theirs is null ? own is null ? null : "has no certificate, and this end has one (--cluster-certificate)"
                : own is null ? "knows others by a certificate, and this end has none (--cluster-certificate)"
                : own.IsTrusted(theirs) ? null : $"has another certificate than this end (--cluster-certificate): {theirs.Thumbprint}";
        }
        catch (Exception away) when (away is SocketException or IOException || away is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            theirs?.Dispose();
        }
    }
}
