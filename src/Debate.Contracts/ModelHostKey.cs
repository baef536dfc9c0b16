using Orleans.Runtime;

namespace Debate.Contracts;

/// <summary>
/// Keys of <see cref="IModelHostGrain"/>: the configured name of a model for whichever silo hosts it, "NAME at SILO" for one silo.
/// </summary>
public static class ModelHostKey
{
    private const string Separator = " at ";

    /// <summary>The key of a model's host on one silo.</summary>
    public static string At(string model, SiloAddress silo) => $"{model}{Separator}{silo.ToParsableString()}";

    /// <summary>The model of a key, and its silo; null where it names none.</summary>
    public static (string Model, SiloAddress? Silo) Read(string key)
    {
        var cut = key.LastIndexOf(Separator, StringComparison.Ordinal);
        return cut < 0 ? (key, null) : (key[..cut], SiloAddress.FromParsableString(key[(cut + Separator.Length)..]));
    }
}
