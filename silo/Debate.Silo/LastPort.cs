using System.Globalization;
using Debate.Hosting;

namespace Debate.Silo;

/// <summary>
/// Ports of this machine that stay where they were the last time, so that others find a server that was started again. A file in the data
/// folder remembers each: ADDRESS:PORT.
/// </summary>
internal static class LastPort
{
    /// <summary>The port that was asked for, else that of the last time, else a free one.</summary>
    /// <exception cref="InputException">Somebody else listens at the port that was asked for.</exception>
    public static int Choose(string data, string file, int? wanted = null)
    {
        if (wanted is { } port)
            return LoopbackClustering.IsFree(port)
                ? port
                : throw new InputException($"{file} port {port}: somebody else listens there; choose another or leave it out");
        return Read(Path.Combine(data, file)) is { } last && LoopbackClustering.IsFree(last) ? last : LoopbackClustering.FreePort();
    }

    /// <summary>Remembers a port and gives its address. Whoever reads the file reads all of it or the one before.</summary>
    public static string Write(string data, string file, int port)
    {
        var (address, path) = ($"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}", Path.Combine(data, file));
        File.WriteAllText($"{path}.new", $"{address}\n");
        File.Move($"{path}.new", path, overwrite: true);
        return address;
    }

    private static int? Read(string path)
    {
        if (!File.Exists(path)) return null;
        var text = File.ReadAllText(path).Trim();
        var digits = text.AsSpan(text.LastIndexOf(':') + 1);
        return ushort.TryParse(digits, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
    }
}
